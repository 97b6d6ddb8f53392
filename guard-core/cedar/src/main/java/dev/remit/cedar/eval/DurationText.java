package dev.remit.cedar.eval;

import org.jspecify.annotations.Nullable;

/** Reads durations: an optional minus, then numbers of d, h, m, s and ms in that order, each at most once, at least one; 64 bits of ms. */
final class DurationText {
    private static final long[] UNIT_MS = {86_400_000L, 3_600_000L, 60_000L, 1000L, 1L};

    private DurationText() {}

    static @Nullable Value parse(StringValue text, Arena arena) {
        int length = text.length();
        boolean negative = length > 0 && text.charAt(0) == '-';
        int at = negative ? 1 : 0;
        int unit = -1;
        // Below zero, where the range is larger by one.
        long total = 0;
        while (at < length) {
            int start = at;
            long amount = 0;
            while (at < length && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                long next = amount * 10 - (text.charAt(at) - '0');
                if (amount < Long.MIN_VALUE / 10 || next > amount * 10) {
                    return null;
                }
                amount = next;
                at++;
            }
            int next = at == start || at == length ? -1 : unit(text, at);
            if (next <= unit) {
                return null;
            }
            unit = next;
            at += unit == 4 ? 2 : 1;
            long ms = amount * UNIT_MS[unit];
            if (amount < Long.MIN_VALUE / UNIT_MS[unit] || total < Long.MIN_VALUE - ms) {
                return null;
            }
            total += ms;
        }
        if (unit < 0 || (!negative && total == Long.MIN_VALUE)) {
            return null;
        }
        return arena.number(Value.Kind.DURATION, negative ? total : -total);
    }

    private static int unit(StringValue text, int at) {
        return switch (text.charAt(at)) {
            case 'd' -> 0;
            case 'h' -> 1;
            case 'm' -> at + 1 < text.length() && text.charAt(at + 1) == 's' ? 4 : 2;
            case 's' -> 3;
            default -> -1;
        };
    }
}
