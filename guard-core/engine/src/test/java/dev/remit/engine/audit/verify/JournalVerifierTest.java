package dev.remit.engine.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.journal.QueueFile;
import dev.remit.engine.audit.proof.Checkpoint;
import dev.remit.engine.audit.proof.FileAnchor;
import dev.remit.engine.audit.proof.Trust;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JournalVerifierTest {
    private static final int RECORDS = 200;
    private static final int CHANGES = 10_000;

    @TempDir
    Path folder;

    private Path file;

    /** Where each frame begins, and behind the last one where the next would. */
    private List<Long> frames;

    @BeforeEach
    void record() throws Exception {
        record(folder);
        File only = JournalFolder.hours(folder.toFile()).get(0);
        file = only.toPath();
        frames = frames(file);
        // What is prepared for more records is not looked at ten thousand times.
        try (RandomAccessFile random = new RandomAccessFile(only, "rw")) {
            random.setLength(frames.get(frames.size() - 1) + 4096);
        }
    }

    private static void record(Path to) throws AuditException {
        try (Recorder recorder = Recorder.open(Samples.small(to))) {
            for (int i = 1; i <= RECORDS; i++) {
                assertThat(recorder.decision(Samples.decision(i))).isTrue();
            }
        }
    }

    private static List<Long> frames(Path file) throws IOException {
        List<Long> frames = new ArrayList<>();
        try (QueueFile queue = new QueueFile(file)) {
            while (queue.next() == QueueFile.Next.FRAME) {
                frames.add(queue.frameAt());
            }
            frames.add(queue.position());
        }
        return frames;
    }

    private Verification verify() throws AuditException {
        return verify(folder, Set.of());
    }

    private static Verification verify(Path folder, Set<String> keys) throws AuditException {
        return JournalVerifier.verify(
                folder.toFile(), "", new Trust(keys, List.of()), new Anchored(List.of()), (file, bytes, records) -> {});
    }

    @Test
    void shouldFindNothingWrongWithWhatWasWritten() throws Exception {
        Verification found = verify();
        assertThat(found.fault()).isNull();
        // The stop, and the checkpoint that signs it.
        assertThat(found.records()).isEqualTo(RECORDS + 2);
        assertThat(found.signed()).isEqualTo(RECORDS + 1);
        assertThat(found.unsigned()).isEqualTo(1);
        assertThat(found.unchained()).isZero();
        assertThat(found.inRing()).isZero();
        assertThat(found.keys()).hasSize(1);
    }

    @Test
    void shouldGoOnOverSeveralRuns() throws Exception {
        record(folder);
        record(folder);
        Verification found = verify();
        assertThat(found.fault()).isNull();
        assertThat(found.records()).isEqualTo(3 * (RECORDS + 2));
        assertThat(found.checkpoints()).isGreaterThanOrEqualTo(3);
        assertThat(found.keys()).hasSize(1);
    }

    @Test
    void shouldCheckAJournalInUse() throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            for (int round = 0; round < 50; round++) {
                for (int i = 1; i <= RECORDS; i++) {
                    recorder.decision(Samples.decision(i));
                }
                assertThat(verify().fault()).isNull();
            }
        }
        assertThat(verify().fault()).isNull();
    }

    @Test
    void shouldFindEveryChangedByte() throws Exception {
        long seed = 20_261_121L;
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(file);
        long start = frames.get(0);
        long end = frames.get(frames.size() - 1);
        int missed = 0;
        for (int i = 0; i < CHANGES; i++) {
            byte[] changed = whole.clone();
            int at = (int) (start + random.nextLong(end - start));
            changed[at] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, changed);
            if (verify().fault() == null) {
                assertThat(isPadding(at, whole)).as("byte %s", at).isTrue();
                missed++;
            }
        }
        // Up to three bytes between two frames belong to neither.
        assertThat(missed).isLessThan(CHANGES / 50);
    }

    private boolean isPadding(int at, byte[] whole) {
        for (int i = 0; i + 1 < frames.size(); i++) {
            if (at < frames.get(i + 1)) {
                int frame = frames.get(i).intValue();
                int length = (whole[frame] & 0xFF) | (whole[frame + 1] & 0xFF) << 8 | (whole[frame + 2] & 0xFF) << 16;
                return at >= frame + 4 + length;
            }
        }
        return false;
    }

    @Test
    void shouldFindACutTail() throws Exception {
        for (int kept = frames.size() - 2; kept > frames.size() - 5; kept--) {
            long cut = frames.get(kept);
            byte[] whole = Files.readAllBytes(file);
            try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
                random.seek(cut);
                random.write(new byte[(int) (whole.length - cut)]);
            }
            Verification.Fault fault = verify().fault();
            if (kept == frames.size() - 2) {
                // Without its signature the last record still says that the run is over.
                assertThat(fault).isNull();
            } else {
                assertThat(fault).isNotNull();
                assertThat(fault.problem()).startsWith("the end is missing");
            }
        }
    }

    /** A kill leaves a record without its length in front of it; a length that is gone is something else. */
    @Test
    void shouldTellARecordThatAKillCutOffFromOneWhoseLengthIsGone() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        byte[] hidden = whole.clone();
        Arrays.fill(hidden, frames.get(100).intValue(), frames.get(100).intValue() + 4, (byte) 0);
        Files.write(file, hidden);
        Verification.Fault fault = verify().fault();
        assertThat(fault).isNotNull();
        assertThat(fault.sequence()).isEqualTo(101);
        assertThat(fault.problem()).isEqualTo("no record begins here, and there is something behind it");

        byte[] killed = whole.clone();
        Arrays.fill(
                killed,
                frames.get(RECORDS + 1).intValue(),
                frames.get(RECORDS + 1).intValue() + 4,
                (byte) 0);
        Files.write(file, killed);
        assertThat(verify().fault()).isNull();
    }

    /** A kill, and a start in a later hour, which has a file of its own. */
    @Test
    void shouldTakeWhatAKillLeftInAnEarlierFile() throws Exception {
        int killed = frames.get(100).intValue();
        byte[] earlier = Files.readAllBytes(file);
        byte[] later = earlier.clone();
        Arrays.fill(earlier, killed, killed + 4, (byte) 0);
        Arrays.fill(earlier, killed + 100, earlier.length, (byte) 0);
        Path earlierFile = file.resolveSibling("20200101-00F.cq4");
        Files.write(earlierFile, earlier);
        // What the earlier file has is one piece of metadata in the later.
        int start = frames.get(0).intValue();
        ByteBuffer.wrap(later).order(ByteOrder.LITTLE_ENDIAN).putInt(start, 1 << 30 | killed - start - 4);
        Files.write(file, later);
        assertThat(verify().fault()).isNull();
        assertThat(verify().records()).isEqualTo(RECORDS + 2);

        // The word of a record alone is gone.
        byte[] hidden = later.clone();
        Arrays.fill(hidden, frames.get(150).intValue(), frames.get(150).intValue() + 4, (byte) 0);
        Files.write(file, hidden);
        Verification.Fault fault = verify().fault();
        assertThat(fault).isNotNull();
        assertThat(fault.sequence()).isEqualTo(151);
    }

    @Test
    void shouldFindExchangedRecords() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        int first = frames.get(10).intValue();
        int second = frames.get(11).intValue();
        int length = second - first;
        assertThat(frames.get(12) - second).isEqualTo(length);
        byte[] changed = whole.clone();
        System.arraycopy(whole, first, changed, second, length);
        System.arraycopy(whole, second, changed, first, length);
        Files.write(file, changed);
        Verification.Fault fault = verify().fault();
        assertThat(fault).isNotNull();
        assertThat(fault.place()).isEqualTo(file.getFileName() + ":" + first);
        assertThat(fault.sequence()).isEqualTo(11);
        assertThat(fault.problem()).isEqualTo("record 12 stands where record 11 should be");
    }

    @Test
    void shouldFindAnotherKey(@TempDir Path other) throws Exception {
        record(other);
        String key = verify(other, Set.of()).keys().get(0);
        assertThat(verify(other, Set.of(key)).fault()).isNull();
        Verification.Fault fault = verify(folder, Set.of(key)).fault();
        assertThat(fault).isNotNull();
        assertThat(fault.problem())
                .isEqualTo("the checkpoint is signed by another key: "
                        + verify().keys().get(0));
    }

    /** What no look at the folder alone can find: all of it is as some guard wrote it. */
    @Test
    void shouldFindByItsAnchorThatAJournalWasCutOrReplaced(@TempDir Path other, @TempDir Path elsewhere)
            throws Exception {
        File anchor = elsewhere.resolve("anchor").toFile();
        Path copy = elsewhere.resolve("copy");
        anchored(other, anchor);
        copy(other, copy);
        assertThat(missing(other, anchor)).isNull();
        anchored(other, anchor);
        assertThat(missing(other, anchor)).isNull();

        Checkpoint cut = missing(copy, anchor);
        assertThat(cut).isNotNull();
        assertThat(cut.sequence()).isEqualTo(2 * RECORDS + 3);
        assertThat(verify(copy, Set.of()).fault()).isNull();
        Checkpoint replaced = missing(folder, anchor);
        assertThat(replaced).isNotNull();
        assertThat(replaced.sequence()).isEqualTo(RECORDS + 1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(anchor.toPath())))
                .isEqualTo("rw-------");
    }

    private static void anchored(Path folder, File anchor) throws AuditException {
        AuditSettings settings = Samples.anchored(folder, new FileAnchor(anchor));
        try (Recorder recorder = Recorder.open(settings)) {
            for (int i = 1; i <= RECORDS; i++) {
                assertThat(recorder.decision(Samples.decision(i))).isTrue();
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static @Nullable Checkpoint missing(Path folder, File anchor) throws IOException {
        Anchored anchored = new Anchored(FileAnchor.read(anchor.toPath()));
        JournalVerifier.verify(folder.toFile(), "", Trust.ANYBODY, anchored, (file, bytes, records) -> {});
        return anchored.firstMissing();
    }

    @Test
    void shouldGoOnWithoutItsAnchorAndSayIt(@TempDir Path other) throws Exception {
        anchored(other, other.resolve("none").resolve("anchor").toFile());
        assertThat(verify(other, Set.of()).fault()).isNull();
        assertThat(Samples.read(other, "anomaly"))
                .singleElement()
                .satisfies(record -> assertThat(record.name()).isEqualTo("anchor-failed"))
                .satisfies(record -> assertThat(record.reason())
                        .startsWith("audit.anchor=file:" + other + "/none/anchor can't be appended to ("));
    }

    @Test
    void shouldFindARingThatIsNoneAnyMore() throws Exception {
        Path ring = Files.writeString(folder.resolve("ring-0000000000000001.dat"), "REMITRNX");
        Verification.Fault fault = verify().fault();
        assertThat(fault).isNotNull();
        assertThat(fault.problem()).isEqualTo(ring + " is no usable ring: it has only 8 bytes");
        // Killed while it was made: it never held a record.
        Files.write(ring, new byte[100]);
        assertThat(verify().fault()).isNull();
    }

    @Test
    void shouldFindAMissingFile() throws Exception {
        Files.delete(file);
        Verification.Fault fault = verify().fault();
        assertThat(fault).isNotNull();
        assertThat(fault.problem()).startsWith("the end is missing");
    }
}
