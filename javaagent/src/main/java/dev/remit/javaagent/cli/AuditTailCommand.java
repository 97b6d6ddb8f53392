package dev.remit.javaagent.cli;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what is written to a journal, as it is written. */
@Command(
        name = "tail",
        description = {
            "Prints the records of a journal as they are written.",
            "",
            "Ends when it is interrupted (Ctrl-C) or its output is closed. With --since, what was written from that time on comes first."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:the output was closed",
            "1:it was, and some of the journal is damaged",
            "2:the command line is wrong, or the folder can't be read",
            "130:interrupted"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar audit tail ./remit-audit",
            "  java -jar remit.jar audit tail --verdict deny --since 10m --format jsonl ./remit-audit"
        })
final class AuditTailCommand implements Callable<Integer> {
    private static final long WAIT_MS = 200;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final RecordOptions options = new RecordOptions();

    /** The last record of each journal that was shown before following began. */
    private final Map<String, Long> shown = new HashMap<>();

    @Override
    public Integer call() throws AuditException {
        PrintWriter out = spec.commandLine().getOut();
        RecordPrinter printer = new RecordPrinter(options, out);
        // Opened first: whatever is written while the past is shown is then seen here, and dropped if it was shown.
        try (JournalReader reader = JournalReader.follow(options.folder)) {
            if (options.hasSince()) {
                printPast(printer);
            }
            while (!out.checkError()) {
                JournalRecord record = reader.await(WAIT_MS);
                if (record != null && record.sequence() > shown.getOrDefault(record.journal(), 0L)) {
                    printer.print(record);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return printer.sawDamage() ? ExitStatus.FINDINGS : ExitStatus.OK;
    }

    private void printPast(RecordPrinter printer) throws AuditException {
        try (JournalReader past = JournalReader.open(options.folder)) {
            for (JournalRecord record = past.next(); record != null && !printer.isAbandoned(); record = past.next()) {
                // What is in the ring only has no number yet, and comes again as soon as it has.
                if (record.sequence() > 0) {
                    printer.print(record);
                    shown.merge(record.journal(), record.sequence(), Math::max);
                }
            }
        }
    }
}
