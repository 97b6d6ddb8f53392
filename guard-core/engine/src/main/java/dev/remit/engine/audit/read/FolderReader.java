package dev.remit.engine.audit.read;

import static dev.remit.engine.audit.journal.FrameDescriptor.*;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.journal.JournalQueue;
import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.ring.RingScan;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Reads the journal of one folder, then what its rings hold that the journal hasn't. */
final class FolderReader implements AutoCloseable {
    private final File folder;
    private final String name;
    private final boolean follow;
    private final List<String> warnings;
    private final Map<Long, Long> storedByRun = new HashMap<>();
    private final Queue<JournalRecord> fromRings = new ArrayDeque<>();
    private @Nullable List<RingScan> rings;
    private @Nullable JournalQueue queue;
    private boolean atEnd;
    private long lastSequence;

    /** Up to which record the journal lacks its beginning, and up to which a tombstone stands for that. */
    private long missing;

    private long removed;
    private @Nullable JournalRecord peeked;

    /** @param newest see {@link JournalQueue#openToRead} */
    FolderReader(File folder, String name, boolean follow, int newest, List<String> warnings) throws AuditException {
        this.folder = folder;
        this.name = name;
        this.follow = follow;
        this.warnings = warnings;
        openQueue(newest);
    }

    /** The next record without taking it, or null if there is none now. */
    @Nullable
    JournalRecord peek() throws AuditException {
        if (peeked == null) {
            peeked = read();
        }
        return peeked;
    }

    /** Takes what {@link #peek} showed. */
    void take() {
        peeked = null;
    }

    /** From when on all is read; see {@link JournalQueue#completeFromMs}. */
    long completeFromMs() {
        return queue == null ? Long.MIN_VALUE : queue.completeFromMs();
    }

    /** How many records the journal has now, by the numbers of the first and the last. */
    long count() throws AuditException {
        long last = queue == null ? 0 : sequence(queue.last());
        return last == 0 || queue == null ? 0 : last - sequence(queue.first()) + 1;
    }

    /** 0 for what is no frame. */
    private static long sequence(byte @Nullable [] frame) {
        return frame == null || frame.length < FIXED_LENGTH
                ? 0
                : ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getLong(SEQUENCE);
    }

    @Override
    public void close() {
        if (queue != null) {
            queue.close();
        }
    }

    private @Nullable JournalRecord read() throws AuditException {
        JournalRecord record = fromJournal();
        if (record != null || follow) {
            return record;
        }
        if (rings == null) {
            // First the rings, then the journal once more: whatever is drained meanwhile is then found in the journal.
            rings = RingScan.of(folder, warnings);
            record = fromJournal();
            if (record != null) {
                return record;
            }
        }
        if (!atEnd) {
            atEnd = true;
            warnIfMissing(removed + 1, missing);
            for (RingScan ring : rings) {
                collect(ring);
            }
        }
        return fromRings.poll();
    }

    private @Nullable JournalRecord fromJournal() throws AuditException {
        if (atEnd) {
            return null;
        }
        openQueue(JournalQueue.ALL);
        byte[] frame = queue == null ? null : queue.next();
        if (frame == null) {
            return null;
        }
        int header = frame.length > HEADER_LENGTH_BYTE ? frame[HEADER_LENGTH_BYTE] & 0xFF : 0;
        if (header < FIXED_LENGTH || frame.length < header + RecordDescriptor.FIXED_LENGTH) {
            throw new AuditException(folder + ": a journal entry of " + frame.length
                    + " bytes is no record; the file was changed, or it is not Remit's");
        }
        ByteBuffer view = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        long run = view.getLong(RING_RUN_ID);
        storedByRun.merge(run, view.getLong(RING_END), Math::max);
        long sequence = view.getLong(SEQUENCE);
        if (lastSequence > 0) {
            warnIfMissing(lastSequence + 1, sequence - 1);
        } else if (!follow && completeFromMs() == Long.MIN_VALUE) {
            missing = sequence - 1;
        }
        lastSequence = sequence;
        if (frame[header + RecordDescriptor.KIND] == RecordKind.TOMBSTONE.code()) {
            removed = Math.max(removed, view.getLong(header + RecordDescriptor.SIZE));
        }
        return new JournalRecord(name, sequence, run, Arrays.copyOfRange(frame, header, frame.length));
    }

    private void warnIfMissing(long from, long to) {
        if (from <= to) {
            warnings.add(folder + ": records " + from + " to " + to
                    + " can't be read; audit verify says where they should be");
        }
    }

    private void openQueue(int newest) throws AuditException {
        if (queue == null) {
            queue = JournalQueue.openToRead(folder, newest);
        }
    }

    private void collect(RingScan ring) throws AuditException {
        long stored = storedByRun.getOrDefault(ring.runId(), Long.MIN_VALUE);
        if (stored == Long.MIN_VALUE && queue != null && completeFromMs() != Long.MIN_VALUE) {
            stored = queue.storedOf(ring.runId());
        }
        try {
            ring.records(
                    stored,
                    (bytes, length, end) ->
                            fromRings.add(new JournalRecord(name, 0, ring.runId(), Arrays.copyOf(bytes, length))));
        } catch (Exception e) {
            throw new AuditException(
                    folder + ": the ring of run " + Long.toHexString(ring.runId()) + " can't be read", e);
        }
    }
}
