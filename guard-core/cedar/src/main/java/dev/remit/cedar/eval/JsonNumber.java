package dev.remit.cedar.eval;

/** The Cedar value of a JSON number: an integer is a Long, anything else a decimal; what fits neither exactly is invalid. */
final class JsonNumber {
    private static final int DECIMAL_DIGITS = 4;
    private static final int EXPONENT_LIMIT = 10_000;

    private JsonNumber() {}

    /** The value of a number that was scanned as valid JSON. */
    static Value value(String text, int start, int end, Arena arena) {
        boolean negative = text.charAt(start) == '-';
        long mantissa = 0;
        int scale = 0;
        boolean integer = true;
        int i = negative ? start + 1 : start;
        for (; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                integer = false;
                continue;
            }
            if (c == 'e' || c == 'E') {
                break;
            }
            // Counted below zero, where the range is larger by one.
            long next = mantissa * 10 - (c - '0');
            if (mantissa < Long.MIN_VALUE / 10 || next > mantissa * 10) {
                return InvalidValue.NUMBER;
            }
            mantissa = next;
            scale += integer ? 0 : 1;
        }
        if (integer && i == end) {
            return signed(Value.Kind.LONG, mantissa, negative, arena);
        }
        return decimal(mantissa, scale - exponent(text, i + 1, end), negative, arena);
    }

    private static int exponent(String text, int from, int end) {
        if (from >= end) {
            return 0;
        }
        boolean negative = text.charAt(from) == '-';
        int exponent = 0;
        for (int i = negative || text.charAt(from) == '+' ? from + 1 : from; i < end; i++) {
            exponent = Math.min(EXPONENT_LIMIT, exponent * 10 + text.charAt(i) - '0');
        }
        return negative ? -exponent : exponent;
    }

    /** {@code -mantissa / 10^scale} in ten-thousandths, if that is exact. */
    private static Value decimal(long negated, int scale, boolean negative, Arena arena) {
        long mantissa = negated;
        int places = scale;
        while (places > DECIMAL_DIGITS) {
            if (mantissa % 10 != 0) {
                return InvalidValue.NUMBER;
            }
            mantissa /= 10;
            places--;
            if (mantissa == 0) {
                places = DECIMAL_DIGITS;
            }
        }
        while (places < DECIMAL_DIGITS && mantissa != 0) {
            if (mantissa < Long.MIN_VALUE / 10) {
                return InvalidValue.NUMBER;
            }
            mantissa *= 10;
            places++;
        }
        return signed(Value.Kind.DECIMAL, mantissa, negative, arena);
    }

    private static Value signed(Value.Kind kind, long negated, boolean negative, Arena arena) {
        if (!negative && negated == Long.MIN_VALUE) {
            return InvalidValue.NUMBER;
        }
        return arena.number(kind, negative ? negated : -negated);
    }
}
