package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Verdict;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerifyCommandTest {
    private static final String REFUND = "refund";

    @TempDir
    Path folder;

    private static void record(Path folder) throws IOException {
        try (JournalFixture journal = new JournalFixture(folder)) {
            journal.tool("lookUp", Verdict.ALLOW, Mode.ENFORCE);
            journal.tool(REFUND, Verdict.DENY, Mode.ENFORCE);
        }
    }

    private CommandRun verify(String... options) {
        return CommandRun.of(Stream.concat(
                        Stream.of("audit", "verify"), Stream.concat(Stream.of(options), Stream.of(folder.toString())))
                .toArray(String[]::new));
    }

    @Test
    void shouldSayThatAJournalIsIntact() throws IOException {
        record(folder);
        CommandRun run = verify();
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith(folder + ": intact, 4 records, signed up to 3 in 1 checkpoints\n  signed by ")
                .endsWith(", the journal's own word; see --key\n");
    }

    @Test
    void shouldHoldAJournalAgainstAKey(@TempDir Path other) throws IOException {
        record(folder);
        record(other);
        String own = folder.resolve("checkpoint-key.pub.pem").toString();
        String foreign = other.resolve("checkpoint-key.pub.pem").toString();
        assertThat(verify("--key", own).status()).isZero();
        assertThat(verify("--key", own).out()).doesNotContain("own word");
        assertThat(verify("--key", foreign, "--key", own).status()).isZero();
        CommandRun run = verify("--key", foreign);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains(": tampered with at record 4, ", ": the checkpoint is signed by another key: ");
    }

    /** An attacker who mends the checksum, too, still breaks the chain. */
    @Test
    void shouldNameTheFirstRecordThatWasChanged() throws IOException {
        record(folder);
        Path file = change(REFUND, "refunD");
        CommandRun run = verify();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        ": tampered with at record 2, " + file.getFileName() + ":",
                        ": the record's checksum is wrong\n")
                .endsWith("  records before it: 1, signed up to 0; what is behind it was not looked at\n");
    }

    private Path change(String text, String other) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
            Path file = files.filter(path -> path.toString().endsWith(".cq4"))
                    .findAny()
                    .orElseThrow();
            String bytes = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
            try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
                random.seek(bytes.indexOf(text));
                random.writeBytes(other);
            }
            return file;
        }
    }

    @Test
    void shouldPrintJson() throws IOException {
        record(folder);
        assertThat(verify("--json").out())
                .startsWith(
                        "{\"journals\":[{\"journal\":\"\",\"intact\":true,\"records\":4,\"removed\":0,\"signed\":3,\"checkpoints\":1,"
                                + "\"unchained\":0,\"inRing\":0,\"keys\":[\"")
                .hasLineCount(1);
        change(REFUND, "refunD");
        CommandRun run = verify("--json");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "\"intact\":false",
                        "\"fault\":{\"sequence\":2,\"place\":\"",
                        "\"problem\":\"the record's checksum is wrong\"");
    }

    @Test
    void shouldSayWhatItCannotRead() throws IOException {
        assertThat(verify().status()).isEqualTo(2);
        assertThat(verify().err())
                .isEqualTo("remit: " + folder + " holds no journal; give the folder that audit.dir names\n");
        record(folder);
        Path none = Files.writeString(folder.resolve("none.pem"), "no key");
        CommandRun run = verify("--key", none.toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("remit: " + none + " is no public key in PEM (it has no -----BEGIN PUBLIC KEY-----)");
        assertThat(verify("--key", folder.resolve("missing.pem").toString()).err())
                .startsWith("remit: " + folder.resolve("missing.pem") + " can't be read (NoSuchFileException: ");
    }
}
