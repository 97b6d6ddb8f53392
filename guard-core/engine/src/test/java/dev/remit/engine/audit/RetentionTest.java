package dev.remit.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.proof.Anchor;
import dev.remit.engine.audit.proof.Checkpoint;
import dev.remit.engine.audit.proof.FileAnchor;
import dev.remit.engine.audit.proof.Trust;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.verify.Anchored;
import dev.remit.engine.audit.verify.JournalVerifier;
import dev.remit.engine.audit.verify.Receipt;
import dev.remit.engine.audit.verify.Receipts;
import dev.remit.engine.audit.verify.Verification;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run an hour, by a clock that is set on. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RetentionTest {
    private static final int RECORDS = 50;

    /** What a run leaves: its records, their stop, a checkpoint. */
    private static final int HOUR = RECORDS + 2;

    @TempDir
    Path folder;

    private void run(int hours, JournalSettings settings) throws Exception {
        run(hours, settings, Integer.MAX_VALUE);
    }

    private void run(int hours, JournalSettings settings, int until) throws Exception {
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(hours));
        AuditSettings small = new AuditSettings(folder.toFile(), 1 << 20, 4096, 0, 10_000, settings);
        try (Recorder recorder = Samples.open(small, clock)) {
            for (int i = 1; i <= RECORDS; i++) {
                assertThat(recorder.decision(Samples.decision(i))).isTrue();
            }
            awaitStored(recorder.runId(), until);
        }
    }

    /** A journal that is closed before it is in use removes nothing. */
    private void awaitStored(long run, int files) throws Exception {
        boolean stored = false;
        while (!stored) {
            TimeUnit.MILLISECONDS.sleep(20);
            stored = hours().size() <= files
                    && Samples.read(folder, "decision").stream()
                                    .filter(record -> record.run() == run && record.sequence() > 0)
                                    .count()
                            == RECORDS;
        }
    }

    private Verification verify(Anchored anchored) throws AuditException {
        return JournalVerifier.verify(folder.toFile(), "", Trust.ANYBODY, anchored, (file, bytes, records) -> {});
    }

    /** What a reader finds missing. */
    private List<String> warnings() throws AuditException {
        try (JournalReader reader = JournalReader.open(folder)) {
            while (reader.next() != null) {
                // To the end.
            }
            return reader.warnings();
        }
    }

    private List<File> hours() {
        return JournalFolder.hours(folder.toFile());
    }

    private static JournalSettings days(int days, @Nullable Anchor anchor) {
        return JournalSettings.DEFAULT.anchored(anchor).keeping(days, 0);
    }

    @Test
    void shouldRemoveWhatIsTooOldAndLeaveATombstone() throws Exception {
        for (int hour = 0; hour < 4; hour++) {
            run(hour, JournalSettings.DEFAULT);
        }
        List<File> before = hours();
        assertThat(before).hasSize(4);
        // Two of the files ended more than a day ago, one a bit less.
        run(24 + 2, days(1, null));

        assertThat(hours()).startsWith(before.get(2), before.get(3)).hasSize(3);
        List<JournalRecord> tombstones = Samples.read(folder, "tombstone");
        assertThat(tombstones)
                .extracting(JournalRecord::source)
                .containsExactly(before.get(0).getName(), before.get(1).getName());
        assertThat(tombstones).extracting(JournalRecord::size).containsExactly((long) HOUR, 2L * HOUR);
        Verification found = verify(new Anchored(List.of()));
        assertThat(found.fault()).isNull();
        assertThat(found.removed()).isEqualTo(2 * HOUR);
        assertThat(Samples.read(folder).get(0).sequence()).isEqualTo(2 * HOUR + 1);
        assertThat(found.records()).isEqualTo(Samples.read(folder).size());

        // A receipt needs the chain before: of the first record that is left, the tombstone has it.
        for (long sequence : new long[] {2 * HOUR + 1, 2 * HOUR + 2}) {
            Receipt receipt = Receipts.of(folder.toFile(), sequence);
            assertThat(receipt.problem()).isNull();
            assertThat(receipt.read().sequence()).isEqualTo(sequence);
        }
        assertThatThrownBy(() -> Receipts.of(folder.toFile(), 2 * HOUR))
                .hasMessageContaining("has no record " + 2 * HOUR + "; its first is " + (2 * HOUR + 1));
    }

    @Test
    void shouldRemoveWhatIsTooMuch() throws Exception {
        for (int hour = 0; hour < 3; hour++) {
            run(hour, JournalSettings.DEFAULT);
        }
        long file = hours().get(0).length();
        run(3, JournalSettings.DEFAULT.keeping(0, 2 * file + file / 2));
        assertThat(hours()).hasSize(2);
        assertThat(verify(new Anchored(List.of())).fault()).isNull();
        assertThat(warnings()).isEmpty();
        // The one that is written stays, however large.
        run(3, JournalSettings.DEFAULT.keeping(0, 1));
        assertThat(hours()).hasSize(1);
        Verification found = verify(new Anchored(List.of()));
        assertThat(found.fault()).isNull();
        assertThat(found.removed()).isEqualTo(3 * HOUR);
    }

    @Test
    void shouldFindABeginningThatWasRemovedByAnotherHand() throws Exception {
        run(0, JournalSettings.DEFAULT);
        run(1, JournalSettings.DEFAULT);
        run(2, JournalSettings.DEFAULT);
        assertThat(hours().get(0).delete()).isTrue();
        assertThat(warnings())
                .containsExactly(
                        folder + ": records 1 to " + HOUR + " can't be read; audit verify says where they should be");
        Verification.Fault fault = verify(new Anchored(List.of())).fault();
        assertThat(fault).isNotNull();
        assertThat(fault.problem())
                .isEqualTo("records 1 to " + HOUR + " are missing, and no tombstone stands for them");
        // Nor does a tombstone of fewer help.
        run(26, days(1, null));
        Verification good = verify(new Anchored(List.of()));
        assertThat(good.fault()).as("%s", good.fault()).isNull();
        run(27, JournalSettings.DEFAULT);
        assertThat(hours().get(0).delete()).isTrue();
        fault = verify(new Anchored(List.of())).fault();
        assertThat(fault).isNotNull();
        assertThat(fault.problem()).endsWith("are missing, and no tombstone stands for them");
    }

    @Test
    void shouldRemoveNothingThatIsNotAnchored(@TempDir Path elsewhere) throws Exception {
        Anchor broken = checkpoint -> {
            throw new IOException("it is away");
        };
        run(0, days(1, broken));
        run(30, days(1, broken));
        assertThat(hours()).hasSize(2);
        FileAnchor anchor = new FileAnchor(elsewhere.resolve("anchor").toFile());
        run(31, days(0, anchor));
        run(60, days(1, anchor));
        assertThat(hours()).hasSize(4);
        // Until the anchor has a checkpoint of this run nothing goes, and then all that is due.
        run(90, days(1, anchor), 1);
        assertThat(verify(new Anchored(List.of())).fault()).isNull();
    }

    @Test
    void shouldNotMissACheckpointThatWasRemoved(@TempDir Path elsewhere) throws Exception {
        FileAnchor anchor = new FileAnchor(elsewhere.resolve("anchor").toFile());
        run(0, days(0, anchor));
        run(1, days(0, anchor));
        run(40, days(1, null));
        assertThat(hours()).hasSize(1);
        List<Checkpoint.Signed> kept = FileAnchor.read(elsewhere.resolve("anchor"));
        assertThat(kept).hasSizeGreaterThanOrEqualTo(2);
        Anchored anchored = new Anchored(kept);
        assertThat(verify(anchored).fault()).isNull();
        assertThat(anchored.firstMissing()).isNull();
    }
}
