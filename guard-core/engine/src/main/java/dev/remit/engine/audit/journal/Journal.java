package dev.remit.engine.audit.journal;

import static dev.remit.engine.audit.journal.FrameDescriptor.*;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.EpochClock;
import dev.remit.engine.audit.count.Counters;
import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.ring.RingFile;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.TailerDirection;
import net.openhft.chronicle.queue.impl.single.PrecreatedFiles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/** Appends records to the Chronicle Queue of a folder that is locked, numbers them and chains each to the one before. For the draining thread alone. */
final class Journal implements AutoCloseable {
    /** What is mapped at a time, in bytes: a record must fit into a quarter of it. */
    private static final long BLOCK_BYTES = 4L << 20;

    private static final long LARGE_BLOCK_BYTES = 16L << 20;

    /** What is touched of files that are there already, before they are filled ahead. */
    private static final long FREE_TO_OPEN = 4L << 20;

    /** A file's own header and index, before its first record, and as much ahead as is always kept. */
    private static final int FIRST_FILL = 2 << 20;

    /** All that Chronicle Queue ever maps of its metadata. */
    private static final int METADATA_BYTES = 1 << 17;

    /** A frame's header, however long, and of its record what every kind has. */
    private static final int LARGEST_START = 256 + RecordDescriptor.FIXED_LENGTH;

    private static final int MOST_BEHIND_AN_END = 1_000;

    private final File folder;
    private final RollClock time;
    private final Counters counters;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final byte[] header = new byte[HEADER_LENGTH];
    private final ByteBuffer headerView = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    private final Chain chain = new Chain();

    /** The chain of the last record. */
    private final byte[] last = new byte[CHAIN_LENGTH];

    private final List<String> damage;
    private @Nullable File file;
    private @Nullable FillAhead fillAhead;
    private int cycle = Integer.MIN_VALUE;
    private long writePosition;
    private long sequence;

    private Journal(File folder, RollClock time, SingleChronicleQueue queue, DamagedFiles damaged, Counters counters) {
        this.counters = counters;
        this.folder = folder;
        this.time = time;
        this.queue = queue;
        appender = queue.createAppender();
        header[VERSION_BYTE] = VERSION;
        header[HEADER_LENGTH_BYTE] = HEADER_LENGTH;
        damage = damaged.problems();
        Last frame = lastFrame(Long.MIN_VALUE);
        boolean goesOn = frame.sequence >= damaged.sequence();
        sequence = goesOn ? frame.sequence : damaged.sequence();
        System.arraycopy(goesOn ? frame.chain : damaged.chain(), 0, last, 0, CHAIN_LENGTH);
    }

    /** What could not be used of the journal, in words. */
    List<String> damage() {
        return damage;
    }

    /**
     * Opens the queue of a folder, or makes it.
     *
     * @param clock whose hours the files are for
     * @param counters count each record
     * @param large whether there may be records of more than half a megabyte
     * @throws AuditException if it can't be made there at all
     * @throws IOException if it can't be now, as for lack of space; it may be tried again
     */
    static Journal open(File journalFolder, EpochClock clock, Counters counters, boolean large) throws IOException {
        ChronicleSetup.apply();
        File folder = JournalFolder.chronicle(journalFolder);
        checkSpace(journalFolder);
        make(folder);
        DamagedFiles damaged = new DamagedFiles(folder);
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
            Journal journal = new Journal(folder, time, queue, damaged, counters);
            journal.restrictFiles();
            opened = true;
            return journal;
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

    /**
     * Appends a record.
     *
     * @param ringRunId run of the ring it came from
     * @param ringEnd position of that ring up to which it is stored with this record
     * @throws IOException if there is no space; nothing was appended then, and it may be tried again
     */
    void append(byte[] record, int length, long ringRunId, long ringEnd) throws IOException {
        time.advance();
        makeRoom(length);
        headerView.putLong(SEQUENCE, sequence + 1);
        headerView.putLong(RING_RUN_ID, ringRunId);
        headerView.putLong(RING_END, ringEnd);
        chain.next(last, header, record, 0, length, header, CHAIN);
        try (DocumentContext document = appender.writingDocument()) {
            boolean whole = false;
            try {
                Bytes<?> bytes = document.wire().bytes();
                bytes.write(header, 0, HEADER_LENGTH);
                bytes.write(record, 0, length);
                writePosition = bytes.writePosition();
                whole = true;
            } finally {
                if (!whole) {
                    document.rollbackOnClose();
                }
            }
        }
        sequence++;
        counters.stored(record, length);
        System.arraycopy(header, CHAIN, last, 0, CHAIN_LENGTH);
        if (appender.cycle() != cycle) {
            followRoll();
        }
    }

    /** Backs by disk whatever the next append will touch. Behind it nothing may fail: the record would be stored, and come again. */
    private void makeRoom(int length) throws IOException {
        File current = file;
        FillAhead ahead = fillAhead;
        if (ahead == null && current != null) {
            ahead = new FillAhead(current, writePosition);
            fillAhead = ahead;
        }
        if (ahead != null) {
            ahead.ensure(writePosition + length);
        }
        if (queue.cycle() != cycle) {
            File next = new File(folder, time.fileName());
            if (next.exists()) {
                checkSpace(folder);
            } else {
                FillAhead.make(PrecreatedFiles.preCreatedFile(next), (long) FIRST_FILL + length);
            }
        }
    }

    /** Up to where the journal has the ring of a run; {@link Long#MIN_VALUE} if it has nothing of it. */
    long lastStored(long ringRunId) {
        return lastFrame(ringRunId).ringEnd;
    }

    /** The journal's files, oldest first; the last one is being written. */
    List<File> hours() {
        return JournalFolder.hours(folder.getParentFile());
    }

    /** The last frame before the one that a file begins with; null if it can't be found. */
    @Nullable
    Last lastBefore(File hour) {
        long start = HourFile.startMs(hour.getName());
        try (ExcerptTailer tailer = queue.createTailer()) {
            int first = (int) (start / HourFile.HOUR_MS);
            if (start < 0 || !tailer.moveToIndex(queue.rollCycle().toIndex(first, 0))) {
                return null;
            }
            tailer.direction(TailerDirection.BACKWARD);
            return read(tailer) == null ? null : read(tailer);
        }
    }

    /** Removes a file that is not being written. */
    void remove(File hour) throws IOException {
        Files.delete(hour.toPath());
        queue.refreshDirectoryListing();
    }

    /** Whether the journal says of a run, or of a later one, that it is over. Whatever else stands behind that are a few frames. */
    boolean hasEndOf(long runId) {
        byte[] found = new byte[LARGEST_START];
        ByteBuffer view = ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN);
        try (ExcerptTailer tailer = queue.createTailer()) {
            tailer.direction(TailerDirection.BACKWARD).toEnd();
            for (int i = 0; i < MOST_BEHIND_AN_END && readStart(tailer, found); i++) {
                int kind = found[(found[HEADER_LENGTH_BYTE] & 0xFF) + RecordDescriptor.KIND];
                boolean ends = kind == RecordKind.GUARD_STOPPED.code() || kind == RecordKind.RECOVERED.code();
                if (ends && view.getLong(RING_RUN_ID) >= runId) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The file that is appended to, if it was removed; else null. */
    @Nullable
    File missingFile() {
        File current = file;
        return current == null || current.exists() ? null : current;
    }

    /** Number of the last record. */
    long sequence() {
        return sequence;
    }

    /** The chain of the last record. */
    byte[] chain() {
        return last.clone();
    }

    @Override
    public void close() throws IOException {
        appender.close();
        queue.close();
        FillAhead ahead = fillAhead;
        if (ahead != null) {
            ahead.close();
        }
    }

    /**
     * The last frame of a run's ring, looking back from the end; of any run for {@link Long#MIN_VALUE}. Runs follow each other in the journal by
     * their ids, older rings being brought in before anything newer is appended, so the search ends at the first older one.
     */
    private Last lastFrame(long ringRunId) {
        try (ExcerptTailer tailer = queue.createTailer()) {
            tailer.direction(TailerDirection.BACKWARD).toEnd();
            while (true) {
                Last frame = read(tailer);
                if (frame == null) {
                    return Last.NONE;
                }
                if (ringRunId == Long.MIN_VALUE || frame.ringRunId == ringRunId) {
                    return frame;
                }
                if (frame.ringRunId < ringRunId) {
                    return Last.NONE;
                }
            }
        }
    }

    /** Reads the beginning of the next frame; false if there is none. */
    private static boolean readStart(ExcerptTailer tailer, byte[] start) {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            document.wire().bytes().read(start, 0, start.length);
            return true;
        }
    }

    private static @Nullable Last read(ExcerptTailer tailer) {
        byte[] found = new byte[HEADER_LENGTH];
        if (!readStart(tailer, found)) {
            return null;
        }
        ByteBuffer view = ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN);
        byte[] chain = found[HEADER_LENGTH_BYTE] < HEADER_LENGTH
                ? new byte[CHAIN_LENGTH]
                : Arrays.copyOfRange(found, CHAIN, HEADER_LENGTH);
        return new Last(view.getLong(SEQUENCE), view.getLong(RING_RUN_ID), view.getLong(RING_END), chain);
    }

    private void followRoll() {
        FillAhead old = fillAhead;
        if (old != null) {
            try {
                old.close();
            } catch (IOException e) {
                // What was written through it is written.
            }
        }
        fillAhead = null;
        file = appender.currentFile();
        cycle = appender.cycle();
    }

    private void restrictFiles() throws IOException {
        File[] files = folder.listFiles((dir, name) -> name.endsWith(".cq4") || name.endsWith(".cq4t"));
        for (File file : files == null ? new File[0] : files) {
            RingFile.restrict(file);
        }
    }

    private static void checkSpace(File folder) throws IOException {
        long free = folder.getUsableSpace();
        if (free < FREE_TO_OPEN) {
            throw new IOException(
                    "free=" + free + " bytes in " + folder + ", opening the journal needs " + FREE_TO_OPEN);
        }
    }

    /** A frame's header. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Last(long sequence, long ringRunId, long ringEnd, byte[] chain) {
        static final Last NONE = new Last(0, Long.MIN_VALUE, Long.MIN_VALUE, new byte[CHAIN_LENGTH]);
    }
}
