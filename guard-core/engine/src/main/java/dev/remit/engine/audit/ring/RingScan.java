package dev.remit.engine.audit.ring;

import static dev.remit.engine.audit.ring.RingDescriptor.*;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.record.RecordCheck;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Finds the records in the ring of a run that was killed, or is still going on.
 *
 * <p>From where the journal left off: a positive length is a record, a negative one was claimed and never committed, and zero was claimed and not
 * even begun, or is free: there the scan goes on word by word. A record counts only if its checksum is right, so whatever else lies there does no
 * harm.
 */
public final class RingScan {
    private final ByteBuffer file;
    private final int capacity;
    private final long runId;
    private final long head;
    private final long tail;
    private final RecordCheck check = new RecordCheck();
    private int unfinished;
    private int damaged;

    /** What takes the records, in order. */
    public interface Target {
        void record(byte[] bytes, int length, long endPosition) throws Exception;
    }

    /** Why a file can't be scanned; the message says it. */
    public static final class NotARing extends Exception {
        private static final long serialVersionUID = 1L;

        NotARing(String message) {
            super(message);
        }
    }

    /** Reads the header. The buffer is the whole file. */
    public RingScan(ByteBuffer wholeFile) throws NotARing {
        file = wholeFile.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (file.capacity() < RING_OFFSET) {
            throw new NotARing("it has only " + file.capacity() + " bytes");
        }
        if (file.getLong(MAGIC_OFFSET) != MAGIC) {
            throw new NotARing("it does not begin with REMITRNG");
        }
        if (file.getInt(VERSION_OFFSET) != VERSION) {
            throw new NotARing("its version is " + file.getInt(VERSION_OFFSET) + ", not " + VERSION);
        }
        capacity = file.getInt(CAPACITY_OFFSET);
        if (Integer.bitCount(capacity) != 1 || capacity < 0 || file.capacity() != fileLength(capacity)) {
            throw new NotARing("it has " + file.capacity() + " bytes, which does not fit a ring of " + capacity);
        }
        runId = file.getLong(RUN_ID_OFFSET);
        head = file.getLong(RING_OFFSET + capacity + RingBufferDescriptor.HEAD_POSITION_OFFSET);
        tail = file.getLong(RING_OFFSET + capacity + RingBufferDescriptor.TAIL_POSITION_OFFSET);
    }

    /**
     * The rings of a folder as they are now, oldest first; of one that a JVM writes, too. A file that was never in use is left out.
     *
     * @param unusable gets a line for each file that is no ring
     * @throws AuditException if one can't be read
     */
    public static List<RingScan> of(File folder, List<String> unusable) throws AuditException {
        List<RingScan> scans = new ArrayList<>();
        for (File file : RingFile.in(folder)) {
            try {
                byte[] bytes = Files.readAllBytes(file.toPath());
                if (!RingFile.isUnused(bytes)) {
                    scans.add(new RingScan(ByteBuffer.wrap(bytes)));
                }
            } catch (NoSuchFileException removed) {
                // Drained since the folder was listed, so the journal has it all.
            } catch (NotARing e) {
                unusable.add(file + " is no usable ring: " + e.getMessage());
            } catch (IOException e) {
                throw AuditException.unreadable(file, e);
            }
        }
        return scans;
    }

    public long runId() {
        return runId;
    }

    /** Whether records were drained that a journal does not have which has the ring up to {@code stored}. */
    public boolean drainedBeyond(long stored) {
        // What fills the ring's end up, at most the longest record, is drained and never stored.
        return stored == Long.MIN_VALUE ? head > 0 : head - stored > capacity / 8;
    }

    /** Hands over every record whose end lies beyond {@code stored}, up to where the journal has the ring. Returns where the scan ended. */
    public long records(long stored, Target target) throws Exception {
        byte[] bytes = new byte[4096];
        long position = Math.max(head, stored);
        // A sealed ring's tail is one capacity too far, and nothing lies further ahead of the head than that.
        long end = Math.min(tail, position + capacity);
        while (position < end) {
            int index = (int) position & capacity - 1;
            int length = file.getInt(RING_OFFSET + index);
            int size = Math.abs(length);
            long aligned = ((long) size + RecordDescriptor.ALIGNMENT - 1) & -RecordDescriptor.ALIGNMENT;
            boolean fits = size >= RecordDescriptor.HEADER_LENGTH && index + aligned <= capacity;
            if (length == 0) {
                position += 8;
            } else if (!fits) {
                damaged++;
                position += 8;
            } else if (length < 0) {
                unfinished++;
                position += aligned;
            } else if (file.getInt(RING_OFFSET + index + 4) < 0) {
                position += aligned;
            } else {
                int payload = size - RecordDescriptor.HEADER_LENGTH;
                if (bytes.length < payload) {
                    bytes = new byte[payload];
                }
                file.get(RING_OFFSET + index + RecordDescriptor.HEADER_LENGTH, bytes, 0, payload);
                if (check.whole(bytes, 0, payload)) {
                    position += aligned;
                    target.record(bytes, payload, position);
                } else {
                    damaged++;
                    position += 8;
                }
            }
        }
        return position;
    }

    /** Claims that were not committed: their callers never got an acknowledgement. */
    public int unfinished() {
        return unfinished;
    }

    /** Words that should have begun a record and did not. */
    public int damaged() {
        return damaged;
    }

    /** Records that were refused and that the journal has no word of yet. */
    public long refused() {
        return refusedInAll() - file.getLong(REFUSED_REPORTED_OFFSET);
    }

    /** Records that were refused, whether the journal says so or not. */
    public long refusedInAll() {
        return file.getLong(REFUSED_OFFSET);
    }

    public long refusedFromNs() {
        long from = file.getLong(REFUSED_FROM_OFFSET);
        return from == 0 ? refusedToNs() : from;
    }

    public long refusedToNs() {
        return file.getLong(REFUSED_TO_OFFSET);
    }
}
