package dev.remit.engine.audit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.ring.RingDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private static final long PAGE = 4096;

    /** From the opening: by then the journal, its key, two hours' files and two checkpoints are made. */
    private static final long LATEST_MS = 2_400;

    /** More than this is never free before the start: the writer takes it in a second. */
    private static final long MOST_FREE = 12L << 20;

    /** Room for the ring and not for a byte more: the lock file's is the next that is wanted. */
    private static final long RING_ALONE = RingDescriptor.fileLength(1 << 20) + PAGE - 1 & -PAGE;

    private static long refused;
    private static long acknowledged;
    private static final Map<String, Integer> HIT = new TreeMap<>();

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
        double part = (double) (level / 2) / Math.max(1, (LEVELS + 1) / 2);
        Target.Options options = Target.Options.of(disk.resolve("audit"))
                .pauseUs(500)
                .inHours()
                .fill(atStart ? freeAtStart(level, part) : 0);
        try (Target target = Target.start(Jdks.own(), Namespaces.smallDisk(disk, DISK, out), List.of(), options)) {
            if (!atStart) {
                target.awaitAcknowledged(1);
                Thread.sleep((long) (LATEST_MS * part));
                target.order("fill");
            }
            target.await("a full disk", () -> !hit(target).isEmpty());
            if (target.said("start refused").isEmpty()) {
                target.awaitRefused(10);
                target.order("free");
            } else {
                target.send("free");
            }
            // By itself, in the same process, and into the journal.
            target.awaitAcknowledged(1);
            target.order("mark");
            target.stop();
            assertThat(target.said("failure")).isEmpty();
            assertThat(target.errors()).doesNotContain("SIGBUS").doesNotContain("InternalError");
            Path folder = out.resolve("audit");
            Proof.expectAll(folder, target.acknowledged(), "level=" + level);
            assertThat(Proof.blocked(folder)).isEqualTo(target.refused());
            HIT.merge(hit(target), 1, Integer::sum);
            refused += target.refused();
            acknowledged += target.acknowledged().size();
        }
    }

    /** More levels where the ring, the lock and the journal's first files need it. */
    private static long freeAtStart(int level, double part) {
        return level == 2 ? RING_ALONE : Math.max(PAGE, (long) (MOST_FREE * part * part) & -PAGE);
    }

    /** What found no space; empty before. */
    private static String hit(Target target) {
        String start = target.said("start refused: ");
        if (start.contains("can't make the ring")) {
            return "ring";
        } else if (!start.isEmpty()) {
            return "lock";
        }
        String stall = target.said("stall: ");
        return stall.isEmpty() ? "" : stall.contains("opening the journal") ? "opening" : "writing";
    }

    @AfterAll
    static void report() {
        System.out.println("DiskFullTest levels=" + LEVELS + " by what found no space=" + HIT + " acknowledged="
                + acknowledged + " lost=0 refused=" + refused + ", all in blocked records");
    }
}
