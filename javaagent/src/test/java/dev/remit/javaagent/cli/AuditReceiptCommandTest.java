package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditReceiptCommandTest {
    @TempDir
    Path folder;

    private Path receipt;

    @BeforeEach
    void record() throws IOException {
        try (JournalFixture journal = new JournalFixture(folder)) {
            journal.tool("lookUp", Verdict.ALLOW, Mode.ENFORCE);
            journal.tool("refund", Verdict.DENY, Mode.ENFORCE);
        }
        receipt = folder.resolve("receipt.json");
    }

    private CommandRun receipt(String sequence) {
        return CommandRun.of("audit", "receipt", sequence, folder.toString());
    }

    private CommandRun verify(String... options) {
        String[] all = new String[options.length + 3];
        all[0] = "audit";
        all[1] = "verify-receipt";
        System.arraycopy(options, 0, all, 2, options.length);
        all[all.length - 1] = receipt.toString();
        return CommandRun.of(all);
    }

    @Test
    void shouldProveARecordAlone(@TempDir Path other) throws IOException {
        CommandRun made = receipt("2");
        assertThat(made.err()).isEmpty();
        assertThat(made.status()).isZero();
        Files.writeString(receipt, made.out());
        CommandRun run = verify();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith(receipt + ": proved, record 2 of run ")
                .contains("DENY", "refund")
                .endsWith(", the receipt's own word; see --key\n");
        Path key = Files.copy(folder.resolve("checkpoint-key.pub.pem"), other.resolve("key.pem"));
        assertThat(verify("--key", key.toString()).out()).doesNotContain("own word");
    }

    @Test
    void shouldNotProveAnotherKeysReceipt(@TempDir Path other) throws IOException {
        try (JournalFixture journal = new JournalFixture(other)) {
            journal.tool("lookUp", Verdict.ALLOW, Mode.ENFORCE);
        }
        Files.writeString(receipt, receipt("2").out());
        CommandRun run = verify("--key", other.resolve("checkpoint-key.pub.pem").toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).startsWith(receipt + ": not proved: it is signed by another key: ");
    }

    @Test
    void shouldNotProveWhatItShowsAndItsRecordDoesNotSay() throws IOException {
        Files.writeString(receipt, receipt("2").out().replace("\"verdict\":\"deny\"", "\"verdict\":\"allow\""));
        CommandRun run = verify();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEqualTo(receipt + ": not proved: it shows another verdict than its record has\n");
    }

    @Test
    void shouldSayWhatIsNoReceiptAndWhatIsNoRecord() throws IOException {
        Files.writeString(receipt, "{}");
        CommandRun run = verify();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("remit: " + receipt + " is no receipt: its format is null, not remit-receipt-1;"
                        + " give what 'audit receipt' printed\n");
        assertThat(receipt("4").err()).contains("record 4 is not signed yet");
        assertThat(receipt("5").err()).contains("has no record 5; its first is 1, its last 4");
        assertThat(receipt("0").err()).contains("SEQ=0 is no number of a record; the first is 1");
        assertThat(receipt("0").status()).isEqualTo(2);
    }
}
