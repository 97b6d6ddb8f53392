package dev.remit.engine.audit.ring;

import static dev.remit.engine.audit.ring.RingDescriptor.*;

import java.lang.invoke.VarHandle;
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
    private final int headCacheIndex;

    /** Claims that were not committed: length above, index below. One that is written over here waits for {@link #unblock}. */
    private final long[] abandoned = new long[ABANDONED_MASK + 1];

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
        headCacheIndex = capacity + RingBufferDescriptor.HEAD_CACHE_POSITION_OFFSET;
    }

    public long runId() {
        return header.getLong(RUN_ID_OFFSET);
    }

    /**
     * Puts a record in; false if there is no room. Allocates nothing, takes no lock.
     *
     * <p>The layout is that of Agrona's {@link ManyToOneRingBuffer}, and so is the way of a claim. Made here because a stack may end in any call: what a
     * thread has claimed is known to it from the moment it has it, and behind that moment each call is within reach of the handler.
     */
    public boolean offer(byte[] record, int length) {
        if (length > ring.maxMsgLength()) {
            throw new IllegalArgumentException(
                    "a record of " + length + " bytes; the ring takes at most " + ring.maxMsgLength());
        }
        int recordLength = length + RecordDescriptor.HEADER_LENGTH;
        int required = recordLength + RecordDescriptor.ALIGNMENT - 1 & -RecordDescriptor.ALIGNMENT;
        long head = buffer.getLongVolatile(headCacheIndex);
        int index;
        int padding;
        long tail;
        do {
            tail = buffer.getLongVolatile(tailIndex);
            index = (int) tail & capacity - 1;
            padding = required > capacity - index ? capacity - index : 0;
            if (tail + padding + required > head + capacity) {
                head = buffer.getLongVolatile(headIndex);
                if (tail + padding + required > head + capacity) {
                    return false;
                }
                buffer.putLongRelease(headCacheIndex, head);
            }
        } while (!buffer.compareAndSetLong(tailIndex, tail, tail + padding + required));
        boolean committed = false;
        try {
            if (padding > 0) {
                buffer.putInt(RecordDescriptor.typeOffset(index), ManyToOneRingBuffer.PADDING_MSG_TYPE_ID);
                buffer.putIntRelease(RecordDescriptor.lengthOffset(index), padding);
                padding = 0;
                index = 0;
            }
            buffer.putIntRelease(RecordDescriptor.lengthOffset(index), -recordLength);
            VarHandle.releaseFence();
            buffer.putInt(RecordDescriptor.typeOffset(index), RECORD_TYPE);
            buffer.putBytes(RecordDescriptor.encodedMsgOffset(index), record, 0, length);
            buffer.putIntRelease(RecordDescriptor.lengthOffset(index), recordLength);
            committed = true;
        } finally {
            if (!committed) {
                // No call, which would fail once more: nothing behind a claim that stays would be drained.
                if (padding > 0) {
                    abandoned[abandonedNext++ & ABANDONED_MASK] = (long) padding << 32 | index;
                    index = 0;
                }
                abandoned[abandonedNext++ & ABANDONED_MASK] = (long) required << 32 | index;
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
                if (length <= 0) {
                    int given = takeAbandoned(index);
                    if (given == 0) {
                        break;
                    }
                    bytes += given;
                    continue;
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

    /** How long the claim at an index is if its thread gave it up, else 0. */
    private int takeAbandoned(int index) {
        for (int i = 0; i < abandoned.length; i++) {
            long claim = abandoned[i];
            if (claim != 0 && (int) claim == index) {
                abandoned[i] = 0;
                return (int) (claim >>> 32);
            }
        }
        return 0;
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
