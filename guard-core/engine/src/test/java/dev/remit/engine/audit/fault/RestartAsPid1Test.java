package dev.remit.engine.audit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.journal.JournalFolder;
import java.io.File;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import net.openhft.chronicle.threads.BusyTimedPauser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In a container every JVM is process 1, so that Chronicle Queue takes the lock of a killed one for that of a living one, and waits 15 seconds for it. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestartAsPid1Test {
    private static final int MOST_KILLS = 60;
    private static final long CHRONICLES_STALL_MS = 15_000;

    @TempDir
    Path temp;

    @Test
    void shouldNotWaitForTheLockOfAKilledProcess1() throws Exception {
        Path folder = temp.resolve("audit");
        List<String> asProcess1 = Namespaces.pid();
        Set<Long> acknowledged = new HashSet<>();
        int kills = 0;
        boolean locked = false;
        while (!locked && kills < MOST_KILLS) {
            Target.Options options = Target.Options.of(folder).ring(8 << 20).first(++kills * 1_000_000_000L);
            try (Target target = Target.start(Jdks.own(), asProcess1, List.of(), options)) {
                target.await("the last ring", () -> target.recoveredNs() > 0);
                target.awaitAcknowledged(5_000);
                target.kill();
                acknowledged.addAll(target.acknowledged());
            }
            locked = lockedBy(folder) == 1;
        }
        assertThat(locked).as("a lock of process 1 after %s kills", kills).isTrue();

        long before = System.nanoTime();
        Target.Options options = Target.Options.of(folder).threads(0).first(++kills * 1_000_000_000L);
        try (Target target = Target.start(Jdks.own(), asProcess1, List.of(), options)) {
            target.order("mark");
            long ms = (System.nanoTime() - before) / 1_000_000;
            target.stop();
            acknowledged.addAll(target.acknowledged());
            System.out.println("RestartAsPid1Test kills until the lock was left=" + (kills - 1)
                    + "; start of the JVM to a record in the journal " + ms + "ms");
            assertThat(ms).isLessThan(CHRONICLES_STALL_MS / 2);
        }
        Proof.expectAll(folder, acknowledged, "after " + kills + " kills");
    }

    private static long lockedBy(Path folder) {
        SingleChronicleQueueBuilder.addAliases();
        File metadata = new File(JournalFolder.chronicle(folder.toFile()), "metadata.cq4t");
        try (TableStore<?> store =
                SingleTableBuilder.binary(metadata, Metadata.NoMeta.INSTANCE).build()) {
            TableStoreWriteLock lock = new TableStoreWriteLock(store, BusyTimedPauser::new, 0L);
            try {
                // The number of the process, without whether it is alive.
                return lock.lockedBy() & 0xFFFF_FFFFL;
            } finally {
                Closeable.closeQuietly(lock);
            }
        }
    }
}
