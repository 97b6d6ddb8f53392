package dev.remit.javaagent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.proof.Checkpoint;
import dev.remit.engine.audit.proof.FileAnchor;
import dev.remit.engine.audit.proof.Trust;
import dev.remit.engine.audit.verify.Anchored;
import dev.remit.engine.audit.verify.JournalVerifier;
import dev.remit.engine.audit.verify.Verification;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells whether a journal is as it was written. */
@Command(
        name = "verify",
        description = {
            "Tells whether a journal is as it was written: no record changed, removed, added or put elsewhere.",
            "",
            "Checks every record's checksum, number and chain, and the signatures of the checkpoints. Works on",
            "the folder of a running application, on a copy and on a read-only mount; changes nothing. Who can",
            "write the folder can also cut it, or make it anew: give a copy of checkpoint-key.pub.pem that was",
            "kept elsewhere with --key, and what audit.anchor names with --anchor. Checkpoints that are signed with",
            "an SVID are proved by the trust bundle alone: give it with --bundle. An SVID that has expired since is",
            "right where it was valid when it signed."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:intact",
            "1:tampered with: the first record that is wrong is named",
            "2:the command line is wrong, or the folder can't be read"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar audit verify ./remit-audit",
            "  java -jar remit.jar audit verify --key support.pub.pem ./remit-audit",
            "  java -jar remit.jar audit verify --bundle acme.com.pem ./remit-audit",
            "  java -jar remit.jar audit verify --anchor /var/lib/remit/support.anchor ./remit-audit",
            "  java -jar remit.jar audit verify --json ./remit-audit | jq '.journals[].fault'"
        })
final class AuditVerifyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder that audit.dir names, or a copy of it.")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private Path folder;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The public key, in PEM, that must have signed; several for a journal of several.")
    private List<Path> keys = List.of();

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description =
                    "A trust bundle, in PEM or as SPIFFE's JSON, that must prove the SVIDs which have signed; several for several"
                            + " trust domains.")
    private List<Path> bundles = List.of();

    @Option(
            names = "--anchor",
            paramLabel = "FILE",
            description = "The file that audit.anchor names: what it keeps must be in the journal.")
    private @Nullable Path anchor;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws AuditException, IOException {
        Trust trust = Trust.read(keys, bundles);
        List<File> journals = JournalFolder.journals(folder.toFile());
        if (journals.isEmpty()) {
            throw new AuditException(folder + " holds no journal; give the folder that audit.dir names");
        }
        // Before the journals: they may grow meanwhile, and have all that it keeps now.
        Anchored anchored = new Anchored(anchor == null ? List.of() : FileAnchor.read(anchor));
        List<Verification> found = new ArrayList<>();
        try (VerifyProgress progress =
                new VerifyProgress(journals, spec.commandLine().getErr())) {
            for (File journal : journals) {
                String name = JournalFolder.name(journal, folder.toFile());
                found.add(JournalVerifier.verify(journal, name, trust, anchored, progress));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            printJson(found, anchored.firstMissing(), out);
        } else {
            found.forEach(verification -> print(verification, out));
            print(anchored.firstMissing(), out);
        }
        boolean intact = found.stream().allMatch(verification -> verification.fault() == null);
        return intact && anchored.firstMissing() == null ? ExitStatus.OK : ExitStatus.FINDINGS;
    }

    private void print(Verification found, PrintWriter out) {
        Verification.Fault fault = found.fault();
        Path journal = folder.resolve(found.journal());
        if (fault != null) {
            out.print(journal + ": tampered with at record " + fault.sequence() + ", " + fault.place() + ": "
                    + fault.problem() + '\n');
            out.print("  records before it: " + found.records() + ", signed up to " + found.signed()
                    + "; what is behind it was not looked at\n");
            return;
        }
        out.print(journal + ": intact, " + found.records() + " records, signed up to " + found.signed() + " in "
                + found.checkpoints() + " checkpoints\n");
        if (found.removed() > 0) {
            out.print("  records 1 to " + found.removed()
                    + " were removed as audit.keep-days or audit.keep-bytes says\n");
        }
        if (found.unchained() > 0) {
            out.print("  the first " + found.unchained()
                    + " are of a version without proof: only their checksums are right\n");
        }
        if (found.inRing() > 0) {
            out.print("  " + found.inRing() + " more are in the ring, neither chained nor signed yet\n");
        }
        boolean isOwnWord = keys.isEmpty() && bundles.isEmpty();
        for (String key : found.keys()) {
            out.print("  signed by " + key + (isOwnWord ? ", the journal's own word; see " + option(key) : "") + '\n');
        }
        if (found.unproven() > 0) {
            out.print("  " + found.unproven()
                    + " more checkpoints are by the folder's own key, of which no bundle says anything; see --key\n");
        }
    }

    private static String option(String signer) {
        return signer.startsWith("spiffe:") ? "--bundle" : "--key";
    }

    private void print(@Nullable Checkpoint missing, PrintWriter out) {
        if (missing != null) {
            out.print(folder + ": tampered with: " + anchor + " keeps a checkpoint of record " + missing.sequence()
                    + " of run " + Long.toHexString(missing.run())
                    + " that is not here: the journal was cut, or replaced as a whole\n");
        }
    }

    private static void printJson(List<Verification> found, @Nullable Checkpoint missing, PrintWriter out)
            throws IOException {
        try (JsonGenerator generator = JsonOutput.to(out)) {
            generator.writeStartObject();
            generator.writeArrayFieldStart("journals");
            for (Verification verification : found) {
                write(verification, generator);
            }
            generator.writeEndArray();
            if (missing != null) {
                generator.writeObjectFieldStart("missing");
                generator.writeStringField("run", Long.toHexString(missing.run()));
                generator.writeNumberField("sequence", missing.sequence());
                generator.writeStringField("chain", missing.chain());
                generator.writeEndObject();
            }
            generator.writeEndObject();
        }
        out.print('\n');
    }

    private static void write(Verification found, JsonGenerator generator) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("journal", found.journal());
        generator.writeBooleanField("intact", found.fault() == null);
        generator.writeNumberField("records", found.records());
        generator.writeNumberField("removed", found.removed());
        generator.writeNumberField("signed", found.signed());
        generator.writeNumberField("checkpoints", found.checkpoints());
        generator.writeNumberField("unchained", found.unchained());
        generator.writeNumberField("inRing", found.inRing());
        generator.writeArrayFieldStart("keys");
        for (String key : found.keys()) {
            generator.writeString(key);
        }
        generator.writeEndArray();
        generator.writeNumberField("unproven", found.unproven());
        Verification.Fault fault = found.fault();
        if (fault != null) {
            generator.writeObjectFieldStart("fault");
            generator.writeNumberField("sequence", fault.sequence());
            generator.writeStringField("place", fault.place());
            generator.writeStringField("problem", fault.problem());
            generator.writeEndObject();
        }
        generator.writeEndObject();
    }
}
