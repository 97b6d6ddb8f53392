package dev.remit.javaagent.cli;

import dev.remit.engine.audit.proof.Trust;
import dev.remit.engine.audit.read.TextLines;
import dev.remit.engine.audit.verify.Receipt;
import dev.remit.engine.audit.verify.ReceiptJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells whether a receipt proves its record. */
@Command(
        name = "verify-receipt",
        description = {
            "Tells whether a receipt proves what it shows. Needs nothing but the receipt, and best a public key.",
            "",
            "The receipt names the key that signed it. That this is the guard's key only a copy of it tells that",
            "was kept elsewhere: give it with --key. Of one that is signed with an SVID the trust bundle tells it:",
            "give that with --bundle."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:proved: the holder of the key recorded this",
            "1:not proved, or signed by another key",
            "2:the command line is wrong, or the file can't be read or is no receipt"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar audit verify-receipt receipt-4711.json",
            "  java -jar remit.jar audit verify-receipt --key support.pub.pem receipt-4711.json",
            "  java -jar remit.jar audit verify-receipt --bundle acme.com.pem receipt-4711.json"
        })
final class AuditVerifyReceiptCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "What 'audit receipt' printed.")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private Path file;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The public key, in PEM, that must have signed; several if any of them may.")
    private List<Path> keys = List.of();

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "A trust bundle, in PEM or as SPIFFE's JSON, that must prove the SVID which has signed.")
    private List<Path> bundles = List.of();

    @Override
    public Integer call() throws IOException {
        Trust trust = Trust.read(keys, bundles);
        ReceiptJson.Read read;
        try {
            read = ReceiptJson.read(text());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitStatus.UNUSABLE,
                    file + " is no receipt: " + e.getMessage() + "; give what 'audit receipt' printed");
        }
        PrintWriter out = spec.commandLine().getOut();
        Receipt receipt = read.receipt();
        String problem = read.problem();
        Trust.Judgement judgement = trust.of(receipt.checkpoint());
        if (problem == null && !judgement.isProven()) {
            String why = judgement.problem();
            problem = "it is "
                    + (why == null
                            ? "signed by the key " + judgement.signer() + ", of which no bundle says anything"
                            : why);
        }
        if (problem != null) {
            out.print(file + ": not proved: " + problem + '\n');
            return ExitStatus.FINDINGS;
        }
        out.print(file + ": proved, record " + receipt.read().sequence() + " of run "
                + Long.toHexString(receipt.read().run()) + '\n');
        out.print("  " + new TextLines(Ansi.AUTO.enabled()).line(receipt.read()) + '\n');
        String option = receipt.checkpoint().certificates().isEmpty() ? "--key" : "--bundle";
        out.print("  signed by " + judgement.signer()
                + (trust.isEmpty() ? ", the receipt's own word; see " + option : "") + '\n');
        return ExitStatus.OK;
    }

    private String text() throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is no text in UTF-8; give what 'audit receipt' printed", e);
        } catch (IOException e) {
            throw new IOException(
                    file + " can't be read (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")", e);
        }
    }
}
