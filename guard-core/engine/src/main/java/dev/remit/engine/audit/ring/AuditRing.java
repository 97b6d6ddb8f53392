package dev.remit.engine.audit.ring;

import static dev.remit.engine.audit.ring.RingDescriptor.*;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The ring of a run: any thread offers, one thread drains.
 *
 * <p>A record that {@link #offer} acknowledged lies in the file's pages and outlives a kill of the process. Draining keeps an order that the
 * scan after a kill relies on: a record is zeroed only when the journal has it, and the head moves only when it is zeroed.
 */
public final class AuditRing {
    private static final int RECORD_TYPE = 1;
    private static final int ABANDONED_MASK = 63;

    private final UnsafeBuffer header;
    private final UnsafeBuffer buffer;
    private final ManyToOneRingBuffer ring;
    private final int capacity;
    private final int tailIndex;
    private final int headIndex;

    /** Claims of threads that could neither commit nor give them up, as {@link #offer} had them. One that is written over here waits for {@link #unblock}. */
    private final int[] abandoned = new int[ABANDONED_MASK + 1];

    private int abandonedNext;

    /** What takes drained records, in order. */
    public interface Target {
        /**
         * Stores a record. If it throws, the record stays in the ring and comes again.
         *
         * @param endPosition where the next record begins, as a position of the ring
         */
        void store(UnsafeBuffer buffer, int offset, int length, long endPosition) throws Exception;
    }

    public AuditRing(ByteBuffer mapped) {
        header = new UnsafeBuffer(mapped, 0, RING_OFFSET);
        buffer = new UnsafeBuffer(mapped, RING_OFFSET, mapped.capacity() - RING_OFFSET);
        ring = new ManyToOneRingBuffer(buffer);
        capacity = ring.capacity();
        tailIndex = capacity + RingBufferDescriptor.TAIL_POSITION_OFFSET;
        headIndex = capacity + RingBufferDescriptor.HEAD_POSITION_OFFSET;
    }

    public long runId() {
        return header.getLong(RUN_ID_OFFSET);
    }

    /** Puts a record in; false if there is no room. Allocates nothing, takes no lock. */
    public boolean offer(byte[] record, int length) {
        int index = ring.tryClaim(RECORD_TYPE, length);
        if (index <= 0) {
            return false;
        }
        boolean committed = false;
        try {
            buffer.putBytes(index, record, 0, length);
            ring.commit(index);
            committed = true;
        } finally {
            if (!committed) {
                // Where the stack ends a commit may fail, too: nothing behind a claim that stays would be drained.
                boolean aborted = false;
                try {
                    ring.abort(index);
                    aborted = true;
                } finally {
                    if (!aborted) {
                        // No call, which might fail once more: the drain gives it up.
                        abandoned[abandonedNext++ & ABANDONED_MASK] = index;
                    }
                }
            }
        }
        return true;
    }

    /** Counts a record that was refused, in the file, so that it is known after a kill too. */
    public void countRefused(long nowNs) {
        header.compareAndSetLong(REFUSED_FROM_OFFSET, 0, nowNs);
        header.putLongRelease(REFUSED_TO_OFFSET, nowNs);
        header.getAndAddLong(REFUSED_OFFSET, 1);
    }

    public Refusals refusals() {
        return new Refusals(header);
    }

    /** How many records were refused in this run. */
    public long refused() {
        return header.getLongVolatile(REFUSED_OFFSET);
    }

    /** Whether refusals are counted that {@link Refusals#reported} was not called for. */
    public boolean hasRefusals() {
        return header.getLongVolatile(REFUSED_OFFSET) != header.getLong(REFUSED_REPORTED_OFFSET);
    }

    /**
     * Drains the records that are committed, up to about {@code maxBytes} of ring. For the draining thread.
     *
     * @return the number of bytes that became free
     */
    public int drain(Target target, int maxBytes) throws Exception {
        long head = buffer.getLong(headIndex);
        int start = (int) head & capacity - 1;
        int most = Math.min(maxBytes, capacity - start);
        int bytes = 0;
        try {
            while (bytes < most) {
                int index = start + bytes;
                int length = buffer.getIntVolatile(RecordDescriptor.lengthOffset(index));
                if (length < 0 && isAbandoned(index)) {
                    buffer.putInt(RecordDescriptor.typeOffset(index), ManyToOneRingBuffer.PADDING_MSG_TYPE_ID);
                    length = -length;
                }
                if (length <= 0) {
                    break;
                }
                int aligned = length + RecordDescriptor.ALIGNMENT - 1 & -RecordDescriptor.ALIGNMENT;
                if (aligned <= 0 || aligned > capacity - index) {
                    throw new IllegalStateException("length=" + length + " at position=" + (head + bytes)
                            + " does not fit the ring: its memory was changed by someone else");
                }
                if (buffer.getInt(RecordDescriptor.typeOffset(index)) == RECORD_TYPE) {
                    int payload = length - RecordDescriptor.HEADER_LENGTH;
                    target.store(buffer, RecordDescriptor.encodedMsgOffset(index), payload, head + bytes + aligned);
                }
                bytes += aligned;
            }
        } finally {
            if (bytes > 0) {
                buffer.setMemory(start, bytes, (byte) 0);
                buffer.putLongRelease(headIndex, head + bytes);
            }
        }
        return bytes;
    }

    private boolean isAbandoned(int index) {
        int claim = RecordDescriptor.encodedMsgOffset(index);
        for (int i = 0; i < abandoned.length; i++) {
            if (abandoned[i] == claim) {
                abandoned[i] = 0;
                return true;
            }
        }
        return false;
    }

    /** Up to where the ring is drained. */
    public long headPosition() {
        return buffer.getLongVolatile(headIndex);
    }

    /** Up to where the ring is claimed. */
    public long tailPosition() {
        return buffer.getLongVolatile(tailIndex);
    }

    public int capacity() {
        return capacity;
    }

    /** Gives up a claim that was never committed, because its thread died in between. Returns whether there was one. */
    public boolean unblock() {
        return ring.unblock();
    }

    /** Closes the ring to further records: all that is free is taken. Returns the position up to which records may still come in. */
    public long seal() {
        while (true) {
            long tail = buffer.getLongVolatile(tailIndex);
            if (buffer.compareAndSetLong(tailIndex, tail, tail + capacity)) {
                return tail;
            }
        }
    }

    /** Touches every page, so that later a caller's thread need not fault it in. Changes nothing; safe beside callers. */
    public void touch() {
        for (int index = 0; index < capacity; index += 4096) {
            buffer.compareAndSetLong(index, 0, 0);
        }
    }
}
