package dev.remit.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.ring.RingDescriptor;
import dev.remit.engine.audit.ring.RingFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FolderTest {
    @TempDir
    Path temp;

    @Test
    void shouldKeepEverythingToItsOwner() throws Exception {
        Path folder = temp.resolve("audit");
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            recorder.decision(Samples.decision(1));
            // The ring while there is one; the journal's files when nothing is being made any more.
            expectOwnersAlone(folder, ".dat");
        }
        expectOwnersAlone(folder, ".cq4");
    }

    private static void expectOwnersAlone(Path folder, String suffix) throws Exception {
        Map<Path, String> permissions = null;
        while (permissions == null) {
            try {
                permissions = permissions(folder, suffix);
            } catch (UncheckedIOException | NoSuchFileException e) {
                // What is written anew was given its name meanwhile.
                assertThat(e.toString()).contains("NoSuchFile", ".tmp");
            }
        }
        assertThat(permissions)
                .anySatisfy((path, any) -> assertThat(path.toString()).contains(suffix));
        assertThat(permissions)
                .allSatisfy((path, found) ->
                        assertThat(found).isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }

    private static Map<Path, String> permissions(Path folder, String suffix) throws IOException {
        Map<Path, String> permissions = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if (Files.isDirectory(path) || path.toString().contains(suffix)) {
                    permissions.put(path, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
                }
            }
        }
        return permissions;
    }

    @Test
    void shouldGiveASecondRecorderASubfolderAndReadBothTogether() throws Exception {
        try (Recorder first = Recorder.open(Samples.small(temp));
                Recorder second = Recorder.open(Samples.small(temp))) {
            assertThat(first.folder()).isEqualTo(temp.toFile());
            assertThat(second.folder()).isEqualTo(temp.resolve("jvm-2").toFile());
            assertThat(first.decision(Samples.decision(1))).isTrue();
            assertThat(second.decision(Samples.decision(2))).isTrue();
        }
        assertThat(Samples.read(temp, "decision"))
                .extracting(JournalRecord::call)
                .containsExactly(1L, 2L);
        assertThat(Samples.read(temp, "decision"))
                .extracting(JournalRecord::journal)
                .containsExactly("", "jvm-2");
        try (Recorder again = Recorder.open(Samples.small(temp))) {
            assertThat(again.folder()).isEqualTo(temp.toFile());
        }
    }

    @Test
    void shouldSayWhatToDoWhenTheFolderCannotBeMade() throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> Recorder.open(Samples.small(file.resolve("audit"))))
                .isInstanceOf(AuditException.class)
                .hasMessageContaining("audit.dir=" + file.resolve("audit"))
                .hasMessageContaining("set audit.dir to another");
    }

    @Test
    void shouldSayWhatToDoWhenTheFolderCannotBeWritten() throws Exception {
        Files.createDirectory(temp.resolve("lock"));
        assertThatThrownBy(() -> Recorder.open(Samples.small(temp)))
                .isInstanceOf(AuditException.class)
                .hasMessageContaining("audit.dir=" + temp + ": can't be written")
                .hasMessageContaining("set audit.dir to another folder");
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoJournal() {
        assertThatThrownBy(() -> JournalReader.open(temp.resolve("none"))).hasMessageContaining("is not a folder");
        assertThatThrownBy(() -> JournalReader.open(temp)).hasMessageContaining("holds no journal");
    }

    static Stream<Arguments> shouldSetAGarbageRingAsideAndGoOn() {
        byte[] magic = "REMITRNG".getBytes(StandardCharsets.US_ASCII);
        return Stream.of(
                Arguments.of("text", "hello, I am no ring".getBytes(StandardCharsets.US_ASCII), "it has only 19 bytes"),
                Arguments.of("other magic", new byte[8192], null),
                Arguments.of("truncated", java.util.Arrays.copyOf(magic, 8192), "its version is 0"),
                Arguments.of("empty", new byte[0], null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void shouldSetAGarbageRingAsideAndGoOn(String name, byte[] content, String problem) throws Exception {
        File ring = RingFile.file(temp.toFile(), 1);
        Files.write(ring.toPath(), content);
        try (Recorder recorder = Recorder.open(Samples.small(temp))) {
            assertThat(recorder.decision(Samples.decision(1))).isTrue();
        }
        List<JournalRecord> anomalies = Samples.read(temp, "anomaly");
        assertThat(ring).doesNotExist();
        assertThat(Samples.read(temp, "decision")).hasSize(1);
        if (problem == null) {
            assertThat(anomalies).isEmpty();
        } else {
            assertThat(anomalies.get(0).name()).isEqualTo("ring-damaged");
            assertThat(anomalies.get(0).reason()).contains(problem).contains(ring.getName());
            assertThat(new File(ring + ".damaged")).exists();
        }
    }

    @Test
    void shouldReadWhatIsLeftOfARingWhoseRecordsWereOverwritten() throws Exception {
        int capacity = 1 << 20;
        byte[] junk = new byte[(int) RingDescriptor.fileLength(capacity)];
        new java.util.Random(1).nextBytes(junk);
        java.nio.MappedByteBuffer mapped = RingFile.create(temp.toFile(), 5, capacity);
        mapped.position(RingDescriptor.RING_OFFSET).put(junk, 0, capacity);
        int tail = RingDescriptor.RING_OFFSET
                + capacity
                + org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TAIL_POSITION_OFFSET;
        mapped.putLong(tail, 700_000);
        try (Recorder recorder = Recorder.open(Samples.small(temp))) {
            assertThat(recorder.decision(Samples.decision(1))).isTrue();
        }
        assertThat(Samples.read(temp, "decision")).hasSize(1);
        assertThat(Samples.read(temp, "recovered").get(0).reason())
                .startsWith("replayed=0")
                .contains("damaged=");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4096, 131072})
    void shouldMakeMetadataAnewThatAKilledProcessLeftHalfMade(int bytes) throws Exception {
        Path folder = temp.resolve("audit");
        Files.createDirectories(folder.resolve("journal"));
        Files.write(folder.resolve("journal/metadata.cq4t"), new byte[bytes]);

        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            assertThat(recorder.anomaly("test", "after a kill")).isTrue();
        }
        assertThat(Samples.read(folder, "anomaly"))
                .singleElement()
                .satisfies(record -> assertThat(record.sequence()).isPositive());
    }
}
