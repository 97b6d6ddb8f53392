package dev.remit.engine.audit.record;

import java.util.UUID;

/** Numbers and UUIDs as text, written digit by digit so that the usual ones allocate nothing. */
final class Scalars {
    private static final long[] POWERS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    /** Integers beyond it are not all exact in a double. */
    private static final double EXACT = 9.007199254740992E15;

    private Scalars() {}

    /** Writes a UUID or a number; anything else by its {@code toString}. */
    static void append(TextSink sink, Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            append(sink, ((Number) value).longValue());
        } else if (value instanceof Double || value instanceof Float) {
            append(sink, (Number) value);
        } else if (value instanceof UUID uuid) {
            append(sink, uuid);
        } else {
            sink.append(String.valueOf(value));
        }
    }

    static void append(TextSink sink, long value) {
        if (value == Long.MIN_VALUE) {
            sink.append("-9223372036854775808");
            return;
        }
        long rest = value;
        if (rest < 0) {
            sink.append('-');
            rest = -rest;
        }
        long power = 1;
        while (rest / power >= 10) {
            power *= 10;
        }
        digits(sink, rest, power);
    }

    /** A short decimal is written as such if it stands for exactly this number; else Java's own text, which allocates. */
    private static void append(TextSink sink, Number value) {
        double d = value.doubleValue();
        if (value instanceof Double && Math.abs(d) < EXACT) {
            for (int decimals = 0; decimals < POWERS.length; decimals++) {
                double scaled = d * POWERS[decimals];
                long unscaled = Math.round(scaled);
                // The quotient of two exact numbers is rounded correctly, so equality means that this text reads back
                // as d.
                if (Math.abs(scaled) < EXACT
                        && (double) unscaled / POWERS[decimals] == d
                        && (unscaled != 0 || 1 / d > 0)) {
                    decimal(sink, unscaled, decimals);
                    return;
                }
            }
        }
        sink.append(value.toString());
    }

    private static void decimal(TextSink sink, long unscaled, int decimals) {
        if (unscaled < 0) {
            sink.append('-');
        }
        long rest = Math.abs(unscaled);
        append(sink, rest / POWERS[decimals]);
        sink.append('.');
        digits(sink, rest % POWERS[decimals], decimals == 0 ? 1 : POWERS[decimals - 1]);
    }

    private static void digits(TextSink sink, long value, long highest) {
        for (long power = highest; power > 0; power /= 10) {
            sink.append((char) ('0' + value / power % 10));
        }
    }

    private static void append(TextSink sink, UUID uuid) {
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        hex(sink, high >>> 32, 8);
        sink.append('-');
        hex(sink, high >>> 16, 4);
        sink.append('-');
        hex(sink, high, 4);
        sink.append('-');
        hex(sink, low >>> 48, 4);
        sink.append('-');
        hex(sink, low, 12);
    }

    private static void hex(TextSink sink, long value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            sink.append(Character.forDigit((int) (value >>> shift) & 0xF, 16));
        }
    }
}
