package dev.remit.engine.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.proof.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReceiptTest {
    private static final int RECORDS = 20;

    @TempDir
    Path folder;

    @BeforeEach
    void record() throws AuditException {
        for (int run = 0; run < 2; run++) {
            try (Recorder recorder = Recorder.open(Samples.small(folder))) {
                for (int i = 1; i <= RECORDS; i++) {
                    assertThat(recorder.decision(Samples.decision(i))).isTrue();
                }
            }
        }
    }

    private String receipt(long sequence) throws AuditException {
        return ReceiptJson.write(Receipts.of(folder.toFile(), sequence));
    }

    @Test
    void shouldProveEveryRecordThatIsSigned() throws Exception {
        // The last is a checkpoint, which the next one would sign.
        for (int sequence = 1; sequence < 2 * (RECORDS + 2); sequence++) {
            ReceiptJson.Read read = ReceiptJson.read(receipt(sequence));
            assertThat(read.problem()).isNull();
            assertThat(read.receipt().read().sequence()).isEqualTo(sequence);
        }
        assertThat(ReceiptJson.read(receipt(3)).receipt().read().action()).isEqualTo("Remit::Action::\"refund\"");
    }

    @Test
    void shouldSayWhatCanNotBeProved() {
        int last = 2 * (RECORDS + 2);
        assertThatThrownBy(() -> receipt(last))
                .isInstanceOf(AuditException.class)
                .hasMessageContaining("record " + last + " is not signed yet");
        assertThatThrownBy(() -> receipt(last + 1))
                .isInstanceOf(AuditException.class)
                .hasMessageContaining("has no record " + (last + 1) + "; its first is 1, its last " + last);
    }

    /** Whatever is changed of it: a digit, a word that people read, a character that makes it no JSON. */
    @Test
    void shouldNotProveAReceiptThatWasChanged() throws Exception {
        String receipt = receipt(5);
        long seed = Long.getLong("remit.seed", 20261121);
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            int at = random.nextInt(receipt.length());
            char changed = (char) (' ' + random.nextInt(95));
            boolean same = changed == receipt.charAt(at)
                    || Character.isWhitespace(changed) && Character.isWhitespace(receipt.charAt(at));
            if (!same) {
                String other = receipt.substring(0, at) + changed + receipt.substring(at + 1);
                assertThat(provesTheSame(other, receipt))
                        .as("seed=%d: %s at %d", seed, changed, at)
                        .isFalse();
            }
        }
    }

    private static boolean provesTheSame(String text, String original) {
        try {
            ReceiptJson.Read read = ReceiptJson.read(text);
            // Digits of hex in capitals, or blanks more, change nothing that is proved.
            return read.problem() == null && !ReceiptJson.write(read.receipt()).equals(original);
        } catch (IllegalArgumentException noReceipt) {
            return false;
        }
    }

    /** As docs/journal.md says, with nothing of ours. */
    @Test
    void shouldBeVerifiableByHand() throws Exception {
        for (String tool : List.of("bash", "jq", "xxd", "sha256sum", "openssl")) {
            assumeTrue(run(folder, "which", tool) == 0, "there is no " + tool);
        }
        String page = Files.readString(Path.of("../../docs/journal.md"));
        int start = page.indexOf("```bash\ndigest()") + "```bash\n".length();
        Path script = Files.writeString(folder.resolve("walk.sh"), page.substring(start, page.indexOf("```", start)));
        Path receipt = folder.resolve("receipt.json");
        assertThat(folder.resolve(SigningKey.PUBLIC_FILE)).exists();

        Files.writeString(receipt, receipt(7));
        assertThat(run(folder, "bash", script.toString())).isZero();

        String header = "\"header\" : \"";
        String text = receipt(7);
        int at = text.indexOf(header) + header.length();
        Files.writeString(receipt, text.substring(0, at) + "ff" + text.substring(at + 2));
        assertThat(run(folder, "bash", script.toString())).isEqualTo(1);

        Files.writeString(receipt, text.replace("\\nsequence ", "\\nsequence 1"));
        assertThat(run(folder, "bash", script.toString())).isEqualTo(1);
    }

    private static int run(Path in, String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .directory(in.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
