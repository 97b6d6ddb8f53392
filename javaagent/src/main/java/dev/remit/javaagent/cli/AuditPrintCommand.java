package dev.remit.javaagent.cli;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what a journal holds. */
@Command(
        name = "print",
        description = "Prints the records of a journal, oldest first, and ends.",
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:done",
            "1:done, and some of the journal is damaged",
            "2:the command line is wrong, or the folder can't be read"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar audit print ./remit-audit",
            "  java -jar remit.jar audit print --verdict deny --since 2h ./remit-audit",
            "  java -jar remit.jar audit print --policy no-big-refunds --since 1d --until 2h ./remit-audit",
            "  java -jar remit.jar audit print --action refund --format jsonl ./remit-audit | jq .resource"
        })
final class AuditPrintCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final RecordOptions options = new RecordOptions();

    @Mixin
    private final LineFormat format = new LineFormat();

    @Override
    public Integer call() throws AuditException {
        RecordPrinter printer = new RecordPrinter(
                options.filter(), format.lines(), spec.commandLine().getOut());
        try (JournalReader reader = JournalReader.open(options.folder)) {
            for (JournalRecord record = reader.next();
                    record != null && !printer.isAbandoned();
                    record = reader.next()) {
                printer.print(record);
            }
            reader.warnings().forEach(warning -> Errors.print(spec.commandLine().getErr(), warning));
            return printer.sawDamage() || !reader.warnings().isEmpty() ? ExitStatus.FINDINGS : ExitStatus.OK;
        }
    }
}
