package dev.remit.javaagent.cli;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.verify.ReceiptJson;
import dev.remit.engine.audit.verify.Receipts;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what proves one record. */
@Command(
        name = "receipt",
        description = {
            "Prints one record of a journal with what proves it: the way to the next signed checkpoint.",
            "",
            "Who has the public key can check the receipt alone, with 'audit verify-receipt' or by hand; it shows nothing of",
            "other records. Works on the folder of a running application; changes nothing."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:done",
            "2:the command line is wrong, there is no such record or it is not signed yet, or the folder can't be read"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar audit receipt 4711 ./remit-audit > receipt-4711.json",
            "  java -jar remit.jar audit receipt 17 ./remit-audit/jvm-2"
        })
final class AuditReceiptCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SEQ", description = "The record's number: 'sequence' in its JSON line.")
    private long sequence;

    @Parameters(
            index = "1",
            paramLabel = "DIR",
            description = "The folder that audit.dir names, or the one below it that the record is in.")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private Path folder;

    @Override
    public Integer call() throws AuditException {
        if (sequence < 1) {
            throw new AuditException("SEQ=" + sequence + " is no number of a record; the first is 1");
        }
        List<File> journals = JournalFolder.journals(folder.toFile());
        if (journals.isEmpty()) {
            throw new AuditException(folder + " holds no journal; give the folder that audit.dir names");
        }
        // The folder's own journal is the first; those of further JVMs number their records themselves.
        spec.commandLine().getOut().print(ReceiptJson.write(Receipts.of(journals.get(0), sequence)));
        return ExitStatus.OK;
    }
}
