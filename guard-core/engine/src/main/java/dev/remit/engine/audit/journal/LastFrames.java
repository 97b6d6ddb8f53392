package dev.remit.engine.audit.journal;

import static dev.remit.engine.audit.journal.FrameDescriptor.*;

import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordKind;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.TailerDirection;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/** Looks back from the end of a journal: what it goes on from, and how much of a ring it has. One thread at a time. */
final class LastFrames {
    /** A frame's header, however long, and of its record what every kind has. */
    private static final int LARGEST_START = 256 + RecordDescriptor.FIXED_LENGTH;

    private static final int MOST_BEHIND_AN_END = 1_000;

    private final SingleChronicleQueue queue;

    LastFrames(SingleChronicleQueue queue) {
        this.queue = queue;
    }

    /** The last frame of all. */
    Frame last() {
        return lastOf(Long.MIN_VALUE);
    }

    /** Up to where the journal has the ring of a run; {@link Long#MIN_VALUE} if it has nothing of it. */
    long storedOf(long ringRunId) {
        return lastOf(ringRunId).ringEnd;
    }

    /** The last frame before the one that a file begins with; null if it can't be found. */
    @Nullable
    Frame before(File hour) {
        int first = HourFile.cycle(hour);
        try (ExcerptTailer tailer = queue.createTailer()) {
            if (first < 0 || !tailer.moveToIndex(queue.rollCycle().toIndex(first, 0))) {
                return null;
            }
            tailer.direction(TailerDirection.BACKWARD);
            return read(tailer) == null ? null : read(tailer);
        }
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

    /**
     * The last frame of a run's ring, looking back from the end; of any run for {@link Long#MIN_VALUE}. Runs follow each other in the journal by
     * their ids, older rings being brought in before anything newer is appended, so the search ends at the first older one.
     */
    private Frame lastOf(long ringRunId) {
        try (ExcerptTailer tailer = queue.createTailer()) {
            tailer.direction(TailerDirection.BACKWARD).toEnd();
            while (true) {
                Frame frame = read(tailer);
                if (frame == null) {
                    return Frame.NONE;
                }
                if (ringRunId == Long.MIN_VALUE || frame.ringRunId == ringRunId) {
                    return frame;
                }
                if (frame.ringRunId < ringRunId) {
                    return Frame.NONE;
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

    private static @Nullable Frame read(ExcerptTailer tailer) {
        byte[] found = new byte[HEADER_LENGTH];
        if (!readStart(tailer, found)) {
            return null;
        }
        ByteBuffer view = ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN);
        byte[] chain = found[HEADER_LENGTH_BYTE] < HEADER_LENGTH
                ? new byte[CHAIN_LENGTH]
                : Arrays.copyOfRange(found, CHAIN, HEADER_LENGTH);
        return new Frame(view.getLong(SEQUENCE), view.getLong(RING_RUN_ID), view.getLong(RING_END), chain);
    }

    /** A frame's header. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(long sequence, long ringRunId, long ringEnd, byte[] chain) {
        static final Frame NONE = new Frame(0, Long.MIN_VALUE, Long.MIN_VALUE, new byte[CHAIN_LENGTH]);
    }
}
