package dev.remit.bench.run;

import dev.remit.bench.report.Comparison;
import dev.remit.bench.report.Report;
import dev.remit.bench.report.ReportFolder;
import dev.remit.bench.report.Unit;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench/run compare}. */
@Command(
        name = "compare",
        usageHelpAutoWidth = true,
        header = "Shows two runs side by side.",
        description = {
            "",
            "For each figure that both have: before, after, how many times as much, and by how much that differs between two runs with nothing changed."
                    + " A figure beyond that has a + or a - before it.",
            ""
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BEFORE", description = "A report's folder.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER", description = "Another's.")
    private Path after = Path.of("");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // set by picocli, which shows it
    private boolean help;

    @Option(names = "--changed", description = "Only what is beyond noise.")
    private boolean changed;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        final List<Comparison.Line> lines = Comparison.of(read(before), read(after));
        if (lines.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "the reports " + before + " and " + after + " have no figure in common");
        }
        String table = "";
        for (Comparison.Line line : lines) {
            if (changed && !line.isBeyondNoise()) {
                continue;
            }
            if (!line.table().equals(table)) {
                table = line.table();
                System.out.printf("%n%s%n", table);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s %-44s %12s %12s %14s ± %.0f %%%n",
                    line.isBeyondNoise() ? line.ratio() > 1 ? "+" : "-" : " ",
                    line.row() + ", " + line.column(),
                    line.before(),
                    line.after(),
                    Unit.TIMES.format(line.ratio()),
                    line.noise() * 100);
        }
        return 0;
    }

    private Report read(Path folder) throws IOException {
        try {
            return ReportFolder.read(BenchCommand.given(folder));
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new ParameterException(
                    spec.commandLine(), folder + " has no report.json: it is no report's folder", e);
        }
    }
}
