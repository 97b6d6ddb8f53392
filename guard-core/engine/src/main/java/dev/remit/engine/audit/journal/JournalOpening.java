package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.EpochClock;
import dev.remit.engine.audit.ring.RingFile;
import java.io.File;
import java.io.IOException;
import java.util.List;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;

/** Makes a folder's queue ready to be appended to: what is damaged is set aside, no lock of a dead process is left, and no file is half ended. */
final class JournalOpening {
    /** What is mapped at a time, in bytes: a record must fit into a quarter of it. */
    private static final long BLOCK_BYTES = 4L << 20;

    private static final long LARGE_BLOCK_BYTES = 16L << 20;

    /** All that Chronicle Queue ever maps of its metadata. */
    private static final int METADATA_BYTES = 1 << 17;

    private final File journalFolder;
    private final File folder;
    private final EpochClock clock;
    private final boolean large;

    /** Of all tries: what the first has set aside the next does not find. */
    private final DamagedFiles damaged;

    /**
     * An opening of the queue of a folder, which makes it where there is none.
     *
     * @param clock whose hours the files are for
     * @param large whether there may be records of more than half a megabyte
     */
    JournalOpening(File journalFolder, EpochClock clock, boolean large) {
        this.journalFolder = journalFolder;
        this.clock = clock;
        this.large = large;
        folder = JournalFolder.chronicle(journalFolder);
        damaged = new DamagedFiles(folder);
    }

    /** Another one of the same folder, for which nothing is damaged yet. */
    JournalOpening again() {
        return new JournalOpening(journalFolder, clock, large);
    }

    /** What could not be used of the journal, in words. */
    List<String> damage() {
        return damaged.problems();
    }

    /** The last record, or the last of what was set aside. */
    LastFrames.Frame end(OpenQueue queue) {
        LastFrames.Frame last = queue.frames().last();
        return last.sequence() >= damaged.sequence()
                ? last
                : new LastFrames.Frame(damaged.sequence(), Long.MIN_VALUE, Long.MIN_VALUE, damaged.chain());
    }

    /**
     * Opens the queue.
     *
     * @throws AuditException if it can't be made there at all
     * @throws IOException if it can't be now, as for lack of space; it may be tried again
     */
    OpenQueue open() throws IOException {
        ChronicleSetup.apply();
        FillAhead.checkSpace(journalFolder);
        make(folder);
        damaged.setAside();
        QueueLocks.forceFree(folder);
        File metadata = new File(folder, QueueLocks.METADATA);
        if (!metadata.exists()) {
            FillAhead.make(metadata, METADATA_BYTES);
        }
        RollClock time = new RollClock(clock, folder);
        SingleChronicleQueue queue = queue(folder, time, large);
        boolean opened = false;
        try {
            if (damaged.setAsideNewest(lastPosition(queue))) {
                queue.close();
                queue = queue(folder, time, large);
            }
            leaveCompleteFile(queue, time);
            OpenQueue open = new OpenQueue(folder, time, queue);
            restrictFiles(folder);
            opened = true;
            return open;
        } finally {
            if (!opened) {
                queue.close();
            }
        }
    }

    private static SingleChronicleQueue queue(File folder, RollClock time, boolean large) {
        return SingleChronicleQueueBuilder.binary(folder)
                .rollCycle(RollCycles.FAST_HOURLY)
                .blockSize(large ? LARGE_BLOCK_BYTES : BLOCK_BYTES)
                .timeProvider(time)
                .build();
    }

    /** Where the newest file says that its last record is; 0 if there is no file. */
    private static long lastPosition(SingleChronicleQueue queue) {
        int last = queue.lastCycle();
        if (last == Integer.MIN_VALUE) {
            return 0;
        }
        try (SingleChronicleQueueStore store = queue.storeForCycle(last, 0, false, null)) {
            return store == null ? 0 : store.writePosition();
        }
    }

    /** A kill between two hours leaves the file of the one complete, and none of the other. */
    private static void leaveCompleteFile(SingleChronicleQueue queue, RollClock time) throws IOException {
        int last = queue.lastCycle();
        if (last == Integer.MIN_VALUE) {
            return;
        }
        try (SingleChronicleQueueStore store = queue.storeForCycle(last, 0, false, null)) {
            File file = store == null ? null : store.currentFile();
            if (file != null && QueueFile.isEnded(file.toPath(), store.writePosition())) {
                time.leave(last);
            }
        }
    }

    private static void make(File folder) throws IOException {
        try {
            JournalFolder.make(folder);
        } catch (AuditException e) {
            if (folder.exists()) {
                throw e;
            }
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void restrictFiles(File folder) throws IOException {
        File[] files = folder.listFiles((dir, name) -> name.endsWith(".cq4") || name.endsWith(".cq4t"));
        for (File file : files == null ? new File[0] : files) {
            RingFile.restrict(file);
        }
    }
}
