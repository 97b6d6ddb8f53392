package dev.remit.engine.audit.journal;

import static dev.remit.engine.audit.journal.FrameDescriptor.*;

import dev.remit.engine.Lasting;
import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.count.Counters;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends records to the Chronicle Queue of a folder that is locked, numbers them and chains each to the one before. For the draining thread alone. */
final class Journal implements AutoCloseable {
    private final JournalOpening opening;
    private final Counters counters;
    private final Stall stall;
    private final byte[] header = new byte[HEADER_LENGTH];
    private final ByteBuffer headerView = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    private final Chain chain = new Chain();

    /** The chain of the last record. */
    private final byte[] last = new byte[CHAIN_LENGTH];

    private OpenQueue queue;
    private long sequence;

    /**
     * Opens it.
     *
     * @param counters count each record
     * @throws AuditException if it can't be made there at all
     * @throws IOException if it can't be now, as for lack of space; it may be tried again
     */
    Journal(JournalOpening opening, Counters counters, Stall stall) throws IOException {
        this.opening = opening;
        this.counters = counters;
        this.stall = stall;
        header[VERSION_BYTE] = VERSION;
        header[HEADER_LENGTH_BYTE] = HEADER_LENGTH;
        queue = opening.open();
        boolean begun = false;
        try {
            LastFrames.Frame end = opening.end(queue);
            sequence = end.sequence();
            System.arraycopy(end.chain(), 0, last, 0, CHAIN_LENGTH);
            begun = true;
        } finally {
            if (!begun) {
                queue.close();
            }
        }
    }

    /** What could not be used of the journal, in words. */
    List<String> damage() {
        return opening.damage();
    }

    /**
     * Appends a record.
     *
     * @param ringRunId run of the ring it came from
     * @param ringEnd position of that ring up to which it is stored with this record
     * @throws IOException if there is no space; nothing was appended then, and it may be tried again, as after an {@link OutOfMemoryError}
     */
    void append(byte[] record, int length, long ringRunId, long ringEnd) throws IOException {
        queue.makeRoom(length);
        headerView.putLong(SEQUENCE, sequence + 1);
        headerView.putLong(RING_RUN_ID, ringRunId);
        headerView.putLong(RING_END, ringEnd);
        chain.next(last, header, record, 0, length, header, CHAIN);
        try {
            queue.append(header, HEADER_LENGTH, record, length);
        } catch (Throwable t) {
            if (!Lasting.isForLackOfMemory(t) || !isStoredByTheFile()) {
                throw t;
            }
        }
        sequence++;
        counters.stored(record, length);
        System.arraycopy(header, CHAIN, last, 0, CHAIN_LENGTH);
    }

    /**
     * Whether the record that the header is of was appended, though there was no memory in the midst of that. What the queue holds of itself can't be trusted any
     * more; as after a kill, its file says what it has. So it is opened anew, and goes on from nothing but what was known before.
     */
    private boolean isStoredByTheFile() throws IOException {
        LastFrames.@Nullable Frame end = null;
        while (end == null) {
            closeQuietly();
            try {
                JournalOpening again = opening.again();
                queue = again.open();
                end = again.end(queue);
                expectNoDamage(again.damage());
            } catch (Throwable t) {
                if (!stall.waits(t)) {
                    throw t;
                }
            }
        }
        if (end.sequence() == sequence + 1
                && Arrays.equals(end.chain(), 0, CHAIN_LENGTH, header, CHAIN, CHAIN + CHAIN_LENGTH)) {
            return true;
        }
        if (end.sequence() != sequence || !Arrays.equals(end.chain(), last)) {
            throw new AuditException(
                    "memory ran out while record " + (sequence + 1) + " was written, and the journal's last one is now "
                            + end.sequence() + "; free memory and restart");
        }
        return false;
    }

    private static void expectNoDamage(List<String> damage) throws AuditException {
        if (!damage.isEmpty()) {
            throw new AuditException(
                    "memory ran out while a record was written: " + damage + "; free memory and restart");
        }
    }

    /** Half-changed as it is, it may not even close; what it keeps is lost then. */
    private void closeQuietly() {
        try {
            queue.close();
        } catch (Throwable t) {
            // Whether another can be opened is seen next.
        }
    }

    /** What it ends with. */
    LastFrames frames() {
        return queue.frames();
    }

    /** The journal's files, oldest first; the last one is being written. */
    List<File> hours() {
        return queue.hours();
    }

    /** Removes a file that is not being written. */
    void remove(File hour) throws IOException {
        queue.remove(hour);
    }

    /** The file that is appended to, if it was removed; else null. */
    @Nullable
    File missingFile() {
        return queue.missingFile();
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
    public void close() {
        queue.close();
    }
}
