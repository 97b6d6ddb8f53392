package dev.remit.engine.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.proof.SigningKey;
import dev.remit.engine.audit.read.JournalRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CheckpointTest {
    @TempDir
    Path folder;

    /** As docs/journal.md says, with nothing of ours. */
    @Test
    void shouldBeVerifiableWithOpenssl() throws Exception {
        assumeTrue(run("openssl", "version") == 0, "there is no openssl");
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            recorder.decision(Samples.decision(1));
        }
        JournalRecord checkpoint = Samples.read(folder, "checkpoint").get(0);
        Path text = Files.writeString(
                folder.resolve("checkpoint.txt"),
                "remit checkpoint 1\nrun " + Long.toHexString(checkpoint.run()) + "\nsequence " + checkpoint.size()
                        + "\nchain " + checkpoint.chain() + "\ntime " + checkpoint.timeNs() + "\n");
        Path signature =
                Files.write(folder.resolve("checkpoint.sig"), HexFormat.of().parseHex(checkpoint.signature()));
        String[] verify = {
            "openssl",
            "pkeyutl",
            "-verify",
            "-rawin",
            "-pubin",
            "-inkey",
            folder.resolve(SigningKey.PUBLIC_FILE).toString(),
            "-in",
            text.toString(),
            "-sigfile",
            signature.toString()
        };
        assertThat(run(verify)).isZero();
        Files.writeString(text, Files.readString(text).replace("sequence 2", "sequence 3"));
        assertThat(run(verify)).isEqualTo(1);
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void shouldKeepTheKeyToItsOwner() throws Exception {
        SigningKey made = SigningKey.of(folder.toFile());
        Path file = folder.resolve(SigningKey.FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKey.of(folder.toFile()).publicKey()).isEqualTo(made.publicKey());
        assertThat(Files.list(folder)).containsExactlyInAnyOrder(file, folder.resolve(SigningKey.PUBLIC_FILE));
    }

    @Test
    void shouldNotSignWithAKeyThatIsBroken() throws Exception {
        SigningKey.of(folder.toFile());
        Path file = folder.resolve(SigningKey.FILE);
        Files.writeString(file, Files.readString(file).replace("PRIVATE", "PRIVAT"));
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            while (recorder.failure() == null) {
                Thread.onSpinWait();
            }
            assertThat(recorder.failure())
                    .hasMessage(file + " is no key for checkpoints (it has no -----BEGIN PRIVATE KEY-----);"
                            + " put back what was there, or move it away, and a new one is made");
            assertThat(recorder.decision(Samples.decision(1))).isFalse();
        }
    }
}
