package dev.remit.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Where a run's report lies: {@code report.md}, its plots, and {@code report.json} with the same figures unrounded. */
public final class ReportFolder {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportFolder() {}

    /** Writes all of it. */
    public static void write(Report report, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("report.md"), MarkdownText.of(report));
        Files.writeString(folder.resolve("report.json"), JSON.writeValueAsString(report) + "\n");
        for (Section section : report.sections()) {
            for (Plot plot : section.plots()) {
                PlotSvg.write(plot, folder.resolve(plot.name() + ".svg"));
            }
        }
    }

    /** What a person wants to know first, in lines: each goal, met or not. */
    public static String summary(Report report) {
        final StringBuilder out = new StringBuilder();
        report.warnings().forEach(warning -> out.append(warning).append('\n'));
        final List<Goal> goals = report.sections().stream()
                .flatMap(section -> section.goals().stream())
                .toList();
        final String format =
                "%-" + widest(goals, Goal::verdict) + "s  %-" + widest(goals, Goal::what) + "s %10s  %s %s%n";
        for (Goal goal : goals) {
            out.append(String.format(
                    Locale.ROOT,
                    format,
                    goal.verdict(),
                    goal.what(),
                    goal.seen(),
                    goal.atLeast() ? "≥" : "≤",
                    goal.seen().unit().format(goal.limit())));
        }
        return out.toString();
    }

    private static int widest(List<Goal> goals, Function<Goal, String> of) {
        return goals.stream().mapToInt(goal -> of.apply(goal).length()).max().orElse(1);
    }

    /** Reads the figures. */
    public static Report read(Path folder) throws IOException {
        return JSON.readValue(folder.resolve("report.json").toFile(), Report.class);
    }
}
