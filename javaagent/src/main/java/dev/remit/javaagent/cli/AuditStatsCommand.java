package dev.remit.javaagent.cli;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.stats.JournalStats;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sums a journal up. */
@Command(
        name = "stats",
        description = {
            "Sums a journal up: verdicts, who was denied what by which policy, calls over time, by tool and by",
            "host, and how long they took.",
            "",
            "The filters choose decisions; an outcome counts with its decision. Of each kind the first 4096",
            "names are counted one by one, later ones together. Latencies are at most 3.2 %% above the true ones."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:done",
            "1:done, and some of the journal is damaged",
            "2:the command line is wrong, or the folder can't be read"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar audit stats ./remit-audit",
            "  java -jar remit.jar audit stats --since 1d --verdict deny --top 20 ./remit-audit",
            "  java -jar remit.jar audit stats --json ./remit-audit | jq '.latency.http.p99Ns'"
        })
final class AuditStatsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--top",
            paramLabel = "COUNT",
            defaultValue = "10",
            description = "How many names of each kind to show. Default: 10.")
    private int top;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Mixin
    private final RecordOptions options = new RecordOptions();

    @Override
    public Integer call() throws AuditException, IOException {
        if (top < 1) {
            throw new ParameterException(spec.commandLine(), "--top wants how many names to show, not " + top);
        }
        JournalStats stats = new JournalStats(options.filter());
        PrintWriter err = spec.commandLine().getErr();
        boolean complete;
        try (JournalReader reader = JournalReader.open(options.folder);
                ProgressLine progress = new ProgressLine(err)) {
            long expected = Math.max(reader.expected(), 1);
            for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
                stats.add(record);
                progress.at((double) stats.records() / expected, stats.records());
            }
            complete = reader.warnings().isEmpty();
            reader.warnings().forEach(warning -> Errors.print(err, warning));
        }
        if (stats.damaged() > 0) {
            Errors.print(err, options.folder + ": " + stats.damaged() + " damaged records are not counted");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            StatsJson.print(stats, top, out);
        } else {
            out.print(new StatsText(stats, top, Terminal.width(), Ansi.AUTO.enabled()).text());
        }
        return complete && stats.damaged() == 0 ? ExitStatus.OK : ExitStatus.FINDINGS;
    }
}
