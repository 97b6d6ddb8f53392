package dev.remit.engine.audit.journal;

import static dev.remit.engine.audit.journal.FrameDescriptor.*;

import dev.remit.engine.audit.count.Counters;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.PrecreatedFiles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/** Appends records to the Chronicle Queue of a folder that is locked, numbers them and chains each to the one before. For the draining thread alone. */
final class Journal implements AutoCloseable {
    /** A file's own header and index, before its first record, and as much ahead as is always kept. */
    private static final int FIRST_FILL = 2 << 20;

    private final File folder;
    private final RollClock time;
    private final Counters counters;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final LastFrames frames;
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

    Journal(File folder, RollClock time, SingleChronicleQueue queue, DamagedFiles damaged, Counters counters) {
        this.counters = counters;
        this.folder = folder;
        this.time = time;
        this.queue = queue;
        appender = queue.createAppender();
        header[VERSION_BYTE] = VERSION;
        header[HEADER_LENGTH_BYTE] = HEADER_LENGTH;
        damage = damaged.problems();
        frames = new LastFrames(queue);
        LastFrames.Frame frame = frames.last();
        boolean goesOn = frame.sequence() >= damaged.sequence();
        sequence = goesOn ? frame.sequence() : damaged.sequence();
        System.arraycopy(goesOn ? frame.chain() : damaged.chain(), 0, last, 0, CHAIN_LENGTH);
    }

    /** What could not be used of the journal, in words. */
    List<String> damage() {
        return damage;
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
                FillAhead.checkSpace(folder);
            } else {
                FillAhead.make(PrecreatedFiles.preCreatedFile(next), (long) FIRST_FILL + length);
            }
        }
    }

    /** What it ends with. */
    LastFrames frames() {
        return frames;
    }

    /** The journal's files, oldest first; the last one is being written. */
    List<File> hours() {
        return JournalFolder.hours(folder.getParentFile());
    }

    /** Removes a file that is not being written. */
    void remove(File hour) throws IOException {
        Files.delete(hour.toPath());
        queue.refreshDirectoryListing();
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
}
