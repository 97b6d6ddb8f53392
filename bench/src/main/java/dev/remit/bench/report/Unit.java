package dev.remit.bench.report;

import java.util.Locale;

/** What a figure counts. */
public enum Unit {
    /** Nanoseconds. */
    NANOSECONDS,
    /** Milliseconds. */
    MILLISECONDS,
    /** Bytes. */
    BYTES,
    /** Of 1,048,576 bytes. */
    MEGABYTES,
    /** Hundredths. */
    PERCENT,
    /** One figure over another. */
    TIMES,
    /** How often in a second. */
    PER_SECOND,
    /** Things. */
    COUNT;

    /** A value in words: three digits that count, and the size of unit that they are read best in. */
    public String format(double value) {
        if (Double.isNaN(value)) {
            return "not to be told";
        }
        final double size = Math.abs(value);
        return switch (this) {
            case NANOSECONDS ->
                size < 9_999.5
                        ? digits(value) + " ns"
                        : size < 9_999_500 ? digits(value / 1e3) + " µs" : MILLISECONDS.format(value / 1e6);
            case MILLISECONDS -> size < 9_999.5 ? digits(value) + " ms" : digits(value / 1e3) + " s";
            case BYTES -> size < 9_999.5 ? digits(value) + " B" : MEGABYTES.format(value / 1_048_576);
            case MEGABYTES -> digits(value) + " MB";
            case PERCENT -> digits(value) + " %";
            case TIMES -> digits(value) + "×";
            case PER_SECOND -> digits(value) + "/s";
            case COUNT -> digits(value);
        };
    }

    private static String digits(double value) {
        final double size = Math.abs(value);
        final String form = size >= 99.95 || value == Math.rint(value) ? "%,.0f" : size >= 9.995 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, form, value);
    }
}
