package dev.remit.javaagent.cli;

import dev.remit.engine.audit.read.PlainText;
import dev.remit.engine.audit.stats.Durations;
import dev.remit.engine.audit.stats.JournalStats;
import dev.remit.engine.audit.stats.NameCounts;
import dev.remit.engine.audit.stats.Timeline;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a journal comes to, as tables and charts for people. Its form may change; programs read {@link StatsJson}. For one use. */
final class StatsText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String RED = "\u001B[31m";
    private static final String GREEN = "\u001B[32m";
    private static final String BOLD = "\u001B[1m";
    private static final String RESET = "\u001B[0m";
    private static final int MOST_BAR = 24;
    private static final int NUMBERS = 2 + 12 + 10 + 2;

    private final JournalStats stats;
    private final int top;
    private final int width;
    private final boolean colour;
    private final StringBuilder to = new StringBuilder();

    StatsText(JournalStats stats, int top, int width, boolean colour) {
        this.stats = stats;
        this.top = top;
        this.width = width;
        this.colour = colour;
    }

    String text() {
        to.append(number(stats.decisions())).append(" decisions, ");
        to.append(number(stats.denied())).append(" denied; ");
        to.append(number(stats.records())).append(" records read\n");
        if (stats.refusedRecords() > 0) {
            to.append(number(stats.refusedRecords())).append(" records could not be taken\n");
        }
        timeline();
        names("Verdicts", stats.verdicts(), name -> name.equals("allow") ? GREEN : RED);
        names("Outcomes", stats.outcomes(), name -> name.equals("ok") ? GREEN : RED);
        stats.deniedBy().forEach((what, names) -> names("Denied, by " + what, names, name -> RED));
        names("Tools", stats.tools(), name -> "");
        names("Hosts", stats.hosts(), name -> "");
        latency();
        return to.toString();
    }

    private void timeline() {
        Timeline timeline = stats.timeline();
        List<Timeline.Interval> intervals = timeline.intervals();
        if (intervals.isEmpty()) {
            return;
        }
        title("Over time, UTC, a column for " + seconds(timeline.widthNs()));
        chart(
                "decisions",
                GREEN,
                intervals.stream().map(Timeline.Interval::decisions).toList());
        if (stats.denied() > 0) {
            chart(
                    "denied",
                    RED,
                    intervals.stream().map(Timeline.Interval::denied).toList());
        }
        String begin = time(intervals.get(0).beginNs());
        String end = time(intervals.get(intervals.size() - 1).beginNs());
        to.append("  ").append(Cells.left("", 11)).append(begin);
        to.append(intervals.size() == 1 ? "" : " … " + end).append('\n');
    }

    private void chart(String name, String paint, List<Long> values) {
        long highest = values.stream().mapToLong(Long::longValue).max().orElse(0);
        to.append("  ").append(Cells.left(name, 11)).append(painted(paint, Bars.upright(values)));
        to.append("  at most ").append(number(highest)).append('\n');
    }

    private void names(String title, NameCounts counts, Function<String, String> paint) {
        List<NameCounts.Count> shown = counts.top(top);
        if (shown.isEmpty()) {
            return;
        }
        title(title);
        long all = counts.all();
        int room = Math.max(12, width - NUMBERS - MOST_BAR);
        int column = shown.stream()
                .mapToInt(count -> Cells.width(PlainText.of(count.name())))
                .max()
                .orElse(0);
        for (NameCounts.Count count : shown) {
            String name = Cells.cut(PlainText.of(count.name()), room);
            line(name, Math.min(column, room), count.times(), all, paint.apply(count.name()));
        }
        long left = all - shown.stream().mapToLong(NameCounts.Count::times).sum();
        if (left > 0) {
            line("others", Math.min(column, room), left, all, "");
        }
    }

    private void line(String name, int column, long times, long all, String paint) {
        to.append("  ").append(Cells.left(name, column));
        to.append(Cells.right(number(times), 12));
        to.append(Cells.right(String.format(Locale.ROOT, "%.1f %%", 100.0 * times / all), 10));
        to.append("  ")
                .append(painted(paint, Bars.across(times, all, MOST_BAR)))
                .append('\n');
    }

    private void latency() {
        if (stats.durations().isEmpty()) {
            return;
        }
        title("How long calls took");
        to.append("  ").append(Cells.left("", 10)).append(Cells.right("calls", 12));
        for (String head : List.of("p50", "p90", "p99", "max")) {
            to.append(Cells.right(head, 10));
        }
        to.append('\n');
        stats.durations().forEach(this::latency);
    }

    private void latency(String category, Durations durations) {
        to.append("  ")
                .append(Cells.left(PlainText.of(category), 10))
                .append(Cells.right(number(durations.count()), 12));
        for (double share : StatsJson.SHARES) {
            to.append(Cells.right(seconds(durations.quantileNs(share)), 10));
        }
        to.append(Cells.right(seconds(durations.maxNs()), 10)).append('\n');
    }

    private void title(String title) {
        to.append('\n').append(painted(BOLD, title)).append('\n');
    }

    private String painted(String paint, String text) {
        return colour && !paint.isEmpty() ? paint + text + RESET : text;
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String time(long ns) {
        return TIME.format(Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L)));
    }

    /** Three digits and a unit. */
    static String seconds(long ns) {
        if (ns >= 60_000_000_000L && ns % 60_000_000_000L == 0) {
            long minutes = ns / 60_000_000_000L;
            return minutes % 1440 == 0
                    ? minutes / 1440 + " d"
                    : minutes % 60 == 0 ? minutes / 60 + " h" : minutes + " min";
        }
        double value = ns;
        for (String unit : List.of(" ns", " µs", " ms")) {
            if (value < 1000) {
                return digits(value) + unit;
            }
            value /= 1000;
        }
        return digits(value) + " s";
    }

    private static String digits(double value) {
        return value >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }
}
