package dev.remit.engine.audit.journal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import net.openhft.chronicle.threads.BusyTimedPauser;

/**
 * Chronicle Queue's own locks, which name the process that holds them. In a container every process has the number 1, so that a lock left by a
 * killed one looks held by a living one, ourselves; appending would wait 15 seconds and fail. The lock on the folder has already shown that nobody
 * else is writing, so whatever is held is dead.
 */
final class QueueLocks {
    static final String METADATA = "metadata.cq4t";

    private QueueLocks() {}

    /**
     * Frees both locks of a queue, if it exists. To be called with the folder locked and the queue not open.
     *
     * <p>A queue without a data file never held a record: a process was killed while it made the metadata, which may be anything then. It is made
     * anew.
     *
     * @throws IOException if half-made metadata can't be removed
     */
    static void forceFree(File queueFolder) throws IOException {
        File metadata = new File(queueFolder, METADATA);
        if (!metadata.exists()) {
            return;
        }
        if (!hasData(queueFolder)) {
            Files.delete(metadata.toPath());
            return;
        }
        // Without them the metadata's own class is not found.
        SingleChronicleQueueBuilder.addAliases();
        try (TableStore<?> store =
                SingleTableBuilder.binary(metadata, Metadata.NoMeta.INSTANCE).build()) {
            free(new TableStoreWriteLock(store, BusyTimedPauser::new, 0L, TableStoreWriteLock.APPEND_LOCK_KEY));
            free(new TableStoreWriteLock(store, BusyTimedPauser::new, 0L));
        }
    }

    private static boolean hasData(File queueFolder) {
        String[] names = queueFolder.list();
        if (names != null) {
            for (String name : names) {
                if (name.endsWith(SingleChronicleQueue.SUFFIX)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void free(TableStoreWriteLock lock) {
        lock.forceUnlock();
        Closeable.closeQuietly(lock);
    }
}
