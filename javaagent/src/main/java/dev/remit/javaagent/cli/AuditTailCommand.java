package dev.remit.javaagent.cli;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.RecentRecords;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the end of a journal, and what is written to it from then on. */
@Command(
        name = "tail",
        description = {
            "Prints the last records of a journal; with -f also those that are written from then on.",
            "",
            "Of the records that pass the filters the last 10 are printed, or as many as -n says; with --since",
            "all from that time on. With -f it ends when it is interrupted (Ctrl-C) or its output is closed."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:done, or the output was closed",
            "1:so it is, and some of what was read is damaged",
            "2:the command line is wrong, or the folder can't be read",
            "130:interrupted"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar audit tail ./remit-audit",
            "  java -jar remit.jar audit tail -f --verdict deny ./remit-audit",
            "  java -jar remit.jar audit tail -f --since 10m --format jsonl ./remit-audit"
        })
final class AuditTailCommand implements Callable<Integer> {
    private static final long WAIT_MS = 200;
    private static final int USUAL_LINES = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            description = "How many of the last records. Default: 10; with --since, all.")
    private @Nullable Integer lines;

    @Mixin
    private final RecordOptions options = new RecordOptions();

    @Mixin
    private final LineFormat format = new LineFormat();

    /** The last record of each journal that was read before following began. */
    private final Map<String, Long> read = new HashMap<>();

    @Override
    public Integer call() throws AuditException {
        if (lines != null && lines < 0) {
            throw new ParameterException(spec.commandLine(), "-n wants how many records to show, not " + lines);
        }
        PrintWriter out = spec.commandLine().getOut();
        RecordPrinter printer = new RecordPrinter(options.filter(), format.lines(), out);
        if (!follow) {
            return status(printer, printPast(printer));
        }
        boolean complete = true;
        // Opened first: whatever is written while the past is shown is then seen here, and dropped if it was read.
        try (JournalReader reader = JournalReader.follow(options.folder)) {
            if (most() > 0 && !JournalFolder.journals(options.folder.toFile()).isEmpty()) {
                complete = printPast(printer);
            }
            while (!out.checkError()) {
                JournalRecord record = reader.await(WAIT_MS);
                if (record != null && record.sequence() > read.getOrDefault(record.journal(), 0L)) {
                    printer.print(record);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return status(printer, complete);
    }

    private int most() {
        return lines != null ? lines : options.hasSince() ? Integer.MAX_VALUE : USUAL_LINES;
    }

    /** Returns whether all that was read could be. */
    private boolean printPast(RecordPrinter printer) throws AuditException {
        List<String> warnings = most() == Integer.MAX_VALUE ? printAll(printer) : printLast(printer);
        warnings.forEach(warning -> Errors.print(spec.commandLine().getErr(), warning));
        return warnings.isEmpty();
    }

    private List<String> printAll(RecordPrinter printer) throws AuditException {
        try (JournalReader past = JournalReader.open(options.folder)) {
            for (JournalRecord record = past.next(); record != null && !printer.isAbandoned(); record = past.next()) {
                if (isPast(record)) {
                    printer.print(record);
                }
            }
            return past.warnings();
        }
    }

    private List<String> printLast(RecordPrinter printer) throws AuditException {
        RecentRecords recent =
                RecentRecords.of(options.folder, most(), record -> isPast(record) && printer.passes(record));
        recent.records().forEach(printer::show);
        return recent.warnings();
    }

    /** What is in the ring only has no number yet, and when followed comes again as soon as it has. */
    private boolean isPast(JournalRecord record) {
        if (follow && record.sequence() == 0) {
            return false;
        }
        read.merge(record.journal(), record.sequence(), Math::max);
        return true;
    }

    private static int status(RecordPrinter printer, boolean complete) {
        return printer.sawDamage() || !complete ? ExitStatus.FINDINGS : ExitStatus.OK;
    }
}
