package dev.remit.javaagent.cli;

import java.util.List;

/** Small charts of block characters. */
final class Bars {
    private static final String EIGHTHS = "▏▎▍▌▋▊▉█";
    private static final String LEVELS = "▁▂▃▄▅▆▇█";

    private Bars() {}

    /** A bar whose length, to an eighth of a column, says what part of the whole the value is; never empty for more than 0. */
    static String across(long value, long whole, int columns) {
        if (value <= 0 || whole <= 0) {
            return "";
        }
        int eighths = (int) Math.max(1, Math.round(8.0 * columns * value / whole));
        int rest = eighths % 8;
        return "█".repeat(eighths / 8) + (rest == 0 ? "" : EIGHTHS.charAt(rest - 1));
    }

    /** A column for each value, as high as its part of the highest; a space for 0. */
    static String upright(List<Long> values) {
        long highest = values.stream().mapToLong(Long::longValue).max().orElse(0);
        StringBuilder chart = new StringBuilder();
        for (long value : values) {
            int level = value == 0 ? -1 : (int) Math.min(LEVELS.length() - 1, LEVELS.length() * value / highest);
            chart.append(level < 0 ? ' ' : LEVELS.charAt(level));
        }
        return chart.toString();
    }
}
