package dev.remit.engine.config;

/** A whole number between two bounds, both included. */
final class IntegerValue implements ValueType {
    private final int min;
    private final int max;
    private final boolean powerOfTwo;

    IntegerValue(int min, int max, boolean powerOfTwo) {
        this.min = min;
        this.max = max;
        this.powerOfTwo = powerOfTwo;
    }

    @Override
    public String allowed() {
        return (powerOfTwo ? "a power of two from " : "a whole number from ") + min + " to " + max;
    }

    @Override
    public Object parse(String text) throws BadValue {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new BadValue("not a whole number of digits alone");
            }
            value = Math.min(value * 10 + digit, Integer.MAX_VALUE + 1L);
        }
        if (value < min) {
            throw new BadValue("too small");
        }
        if (value > max) {
            throw new BadValue("too large");
        }
        if (powerOfTwo && Long.bitCount(value) != 1) {
            throw new BadValue("not a power of two");
        }
        return (int) value;
    }
}
