package dev.remit.bench.report;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report for people to read. */
final class MarkdownText {
    private final StringBuilder out = new StringBuilder();

    private MarkdownText() {}

    static String of(Report report) {
        return new MarkdownText().report(report);
    }

    private String report(Report report) {
        out.append("# What the guard costs: ").append(report.made()).append("\n\n");
        report.warnings().forEach(warning -> out.append("> **").append(warning).append("**\n\n"));
        head("", List.of(""));
        report.machine()
                .forEach((fact, value) -> out.append("| ")
                        .append(fact)
                        .append(" | ")
                        .append(value)
                        .append(" |\n"));
        out.append(
                "\nA figure's `±` is half the range of its forks or pairs. *Added* is the guarded figure less the baseline of the same run.\n");
        goals(report.sections().stream()
                .flatMap(section -> section.goals().stream())
                .toList());
        report.sections().forEach(this::section);
        return out.toString();
    }

    private void goals(List<Goal> goals) {
        if (goals.isEmpty()) {
            return;
        }
        out.append("\n## Goals\n\n");
        head("goal", List.of("seen", "limit", "", "why"));
        for (Goal goal : goals) {
            out.append("| ").append(goal.what());
            out.append(" | ").append(goal.seen());
            out.append(" | ")
                    .append(goal.atLeast() ? "≥ " : "≤ ")
                    .append(goal.seen().unit().format(goal.limit()));
            out.append(" | ").append(goal.isMet() ? "met" : "**" + goal.verdict() + "**");
            out.append(" | ").append(goal.isMet() ? "" : goal.why()).append(" |\n");
        }
    }

    private void section(Section section) {
        out.append("\n## ")
                .append(section.title())
                .append("\n\n")
                .append(section.text())
                .append('\n');
        for (Table table : section.tables()) {
            out.append("\n**").append(table.title()).append("**\n\n");
            head(table.of(), table.columns());
            for (Table.Row row : table.rows()) {
                out.append("| ").append(row.label()).append(" |");
                row.figures()
                        .forEach(figure -> out.append(' ').append(cell(figure)).append(" |"));
                out.append('\n');
            }
        }
        for (Plot plot : section.plots()) {
            out.append("\n![")
                    .append(plot.title())
                    .append("](")
                    .append(plot.name())
                    .append(".svg)\n");
        }
    }

    private void head(String of, List<String> columns) {
        out.append("| ").append(of).append(" | ");
        out.append(columns.stream().collect(Collectors.joining(" | "))).append(" |\n|---|");
        out.append("---|".repeat(columns.size())).append('\n');
    }

    private static String cell(@Nullable Figure figure) {
        if (figure == null) {
            return "";
        }
        return figure.share() < 0.005
                ? figure.toString()
                : figure + " ± " + Unit.PERCENT.format(Math.rint(figure.share() * 100));
    }
}
