package dev.remit.engine.audit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.journal.JournalFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Takes the folder away from a JVM that records, or the right to write there. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FolderFaultTest {
    @TempDir
    Path temp;

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "journal", "ring", "file"})
    void shouldRefuseWhenWhatItWritesIsRemoved(String what) throws Exception {
        Path folder = temp.resolve("audit");
        try (Target target = Target.start(Target.Options.of(folder).pauseUs(200))) {
            target.await("a journal in use", () -> target.recoveredNs() > 0);
            target.awaitAcknowledged(100);
            remove(folder, what);
            target.await("a failure", () -> !target.said("failure").isEmpty());
            target.awaitRefused(10);
            assertThat(target.said("failure"))
                    .contains("was removed while it was in use")
                    .contains(folder.toString());
            target.kill();
        }
        // And the next start records.
        try (Target target = Target.start(Target.Options.of(folder).threads(0).first(1_000_000_000L))) {
            target.order("mark");
            target.stop();
            assertThat(target.said("failure")).isEmpty();
        }
    }

    private static void remove(Path folder, String what) throws Exception {
        switch (what) {
            case "ring" -> {
                try (Stream<Path> files = Files.list(folder)) {
                    Files.delete(
                            files.filter(file -> file.getFileName().toString().startsWith("ring-"))
                                    .findFirst()
                                    .orElseThrow());
                }
            }
            case "file" ->
                Files.delete(JournalFolder.hours(folder.toFile()).get(0).toPath());
            default -> {
                // While others make files in it.
                for (boolean gone = false; !gone; ) {
                    try (Stream<Path> files = Files.walk(folder.resolve(what))) {
                        files.sorted(Comparator.reverseOrder())
                                .forEach(file -> file.toFile().delete());
                    }
                    gone = !Files.exists(folder.resolve(what));
                }
            }
        }
    }

    /** Root goes around permissions; this JVM runs as root without the two capabilities that let it. */
    @Test
    void shouldWaitForThePermissionThatWasTakenAway() throws Exception {
        Path folder = temp.resolve("audit");
        Path journal = folder.resolve("journal");
        Target.Options options = Target.Options.of(folder).pauseUs(500).inHours();
        try (Target target = Target.start(Jdks.own(), Namespaces.bound(), List.of(), options)) {
            target.await("a journal in use", () -> target.recoveredNs() > 0);
            Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("r-x------"));
            // The next hour's file can't be made.
            target.awaitSaid("stall");
            assertThat(target.said("stall")).contains("Permission denied");
            target.awaitRefused(100);
            Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("rwx------"));
            target.order("mark");
            target.stop();
            assertThat(target.said("failure")).isEmpty();
            Proof.expectAll(folder, target.acknowledged(), "permission");
            assertThat(Proof.blocked(folder)).isEqualTo(target.refused());
        }
    }

    @Test
    void shouldSayAtTheStartThatItMayNotWrite() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("audit"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
        try (Target target = Target.start(Jdks.own(), Namespaces.bound(), List.of(), Target.Options.of(folder))) {
            target.awaitSaid("start refused: audit.dir=" + folder + ": can't be written");
        }
    }
}
