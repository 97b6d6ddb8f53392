package dev.remit.cedar.eval;

import org.jspecify.annotations.Nullable;

/** Reads decimals: an optional minus, digits, a point, one to four digits; 64 bits of ten-thousandths. */
final class DecimalText {
    private static final int PLACES = 4;

    private DecimalText() {}

    static @Nullable Value parse(StringValue text, Arena arena) {
        int length = text.length();
        int at = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        boolean negative = at == 1;
        long value = 0;
        int digits = 0;
        int places = -1;
        for (; at < length; at++) {
            char c = text.charAt(at);
            if (c == '.' && places < 0 && digits > 0) {
                places = 0;
                continue;
            }
            if (c < '0' || c > '9' || places == PLACES) {
                return null;
            }
            long next = value * 10 - (c - '0');
            if (value < Long.MIN_VALUE / 10 || next > value * 10) {
                return null;
            }
            value = next;
            digits++;
            places += places < 0 ? 0 : 1;
        }
        if (places < 1) {
            return null;
        }
        for (; places < PLACES; places++) {
            if (value < Long.MIN_VALUE / 10) {
                return null;
            }
            value *= 10;
        }
        if (!negative && value == Long.MIN_VALUE) {
            return null;
        }
        return arena.number(Value.Kind.DECIMAL, negative ? value : -value);
    }
}
