package dev.remit.engine.audit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Takes a disk's space away at every point: before the start, so that the ring, the journal, its key or its first file can't be made; or while four
 * threads record and an hour ends each second, so that the writer, a new file or a checkpoint find none.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiskFullTest {
    private static final int LEVELS = Integer.getInteger("remit.fill.levels", 6);
    private static final long DISK = 96L << 20;

    /** More than this is never free before the start: the writer takes it in a second. */
    private static final long MOST_FREE = 12L << 20;

    private static long refused;
    private static long acknowledged;
    private static int startsRefused;

    static IntStream shouldGoOnWhenSpaceComesBack() {
        return IntStream.range(0, LEVELS);
    }

    @ParameterizedTest(name = "fill level {0}")
    @MethodSource
    void shouldGoOnWhenSpaceComesBack(int level, @TempDir Path temp) throws Exception {
        Path disk = Files.createDirectory(temp.resolve("disk"));
        Path out = temp.resolve("out");
        // Half of the levels at the start, half while it records.
        boolean atStart = level % 2 == 0;
        int step = level / 2;
        int steps = Math.max(1, (LEVELS + 1) / 2);
        Target.Options options =
                Target.Options.of(disk.resolve("audit")).pauseUs(200).inHours();
        if (atStart) {
            // Multiples of a page, with more of them where the ring, the lock and the journal's first files need it.
            double part = (double) step / steps;
            options = options.fill(Math.max(4096, (long) (MOST_FREE * part * part) & -4096));
        }
        try (Target target = Target.start(Jdks.own(), Namespaces.smallDisk(disk, DISK, out), List.of(), options)) {
            if (atStart) {
                target.await(
                        "a full disk",
                        () -> target.refused() > 0
                                || !target.said("start refused").isEmpty());
            } else {
                target.awaitAcknowledged(1);
                Thread.sleep(2_400L * step / steps);
                target.order("fill");
                target.await("refusals", () -> target.refused() > 0);
            }
            String startRefused = target.said("start refused");
            if (startRefused.isEmpty()) {
                Thread.sleep(200);
                target.order("free");
            } else {
                assertThat(startRefused).contains("free some space").contains("audit.dir=");
                startsRefused++;
                target.send("free");
            }
            // By itself, in the same process, and into the journal.
            target.awaitAcknowledged(1);
            target.order("mark");
            assertThat(target.said("failure")).isEmpty();
            target.stop();
            assertThat(target.errors()).doesNotContain("SIGBUS");
            Path folder = out.resolve("audit");
            Proof.expectAll(folder, target.acknowledged(), "level=" + level);
            assertThat(Proof.blocked(folder)).isEqualTo(target.refused());
            refused += target.refused();
            acknowledged += target.acknowledged().size();
        }
    }

    @AfterAll
    static void report() {
        System.out.println("DiskFullTest levels=" + LEVELS + " acknowledged=" + acknowledged + " lost=0 refused="
                + refused + " of them in blocked records=" + refused + " starts refused=" + startsRefused);
    }
}
