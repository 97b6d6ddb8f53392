package dev.remit.engine.audit.journal;

import static dev.remit.engine.audit.journal.FrameDescriptor.*;

import dev.remit.engine.audit.record.RecordCheck;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Walks through the frames of one file of a Chronicle Queue, by nothing but its bytes: what Chronicle takes for its end may not be one. Changes nothing;
 * sees what is appended meanwhile. One thread at a time.
 *
 * <p>A file is a row of documents, each behind a word in little endian: the length in 30 bits, then whether it is metadata, then whether it is not
 * complete; it begins at a multiple of four. Zero is where the next one will be. Metadata that is not complete is the file's end.
 */
public final class QueueFile implements AutoCloseable {
    private static final int METADATA = 1 << 30;
    private static final int INCOMPLETE = 1 << 31;
    private static final int LENGTH = METADATA - 1;
    private static final int END = INCOMPLETE | METADATA;
    private static final int WORD = 4;
    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** No record is larger. */
    private static final int LARGEST = 1 << 24;

    /** How much is mapped at a time. */
    private static final int WINDOW = 1 << 28;

    private final FileChannel channel;
    private final RecordCheck check = new RecordCheck();
    private MappedByteBuffer window;
    private long windowStart;
    private long position;
    private long frameAt;
    private byte[] frame = new byte[4096];
    private int frameLength;

    /** What comes next. */
    public enum Next {
        FRAME,
        /** Nothing yet: here the file goes on, and all behind it is zero. */
        NOTHING,
        /** The file is complete, and all behind it is zero. */
        END,
        /** Nothing, or the file's end, and behind it something that is not zero: a document is being written, whose word comes last, or never was. */
        INCOMPLETE,
        /** No document can be so long. */
        IMPOSSIBLE
    }

    public QueueFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        window = map(0);
    }

    /**
     * Whether a file is complete: no more may be appended to it.
     *
     * @param from where some document of it begins
     */
    static boolean isEnded(Path file, long from) throws IOException {
        try (QueueFile queue = new QueueFile(file)) {
            queue.position = from;
            Next next = queue.next();
            while (next == Next.FRAME) {
                next = queue.next();
            }
            return queue.has(queue.position, WORD) && queue.wordAt(queue.position) == END;
        }
    }

    /** Goes on by a frame; any other answer may be another one later. */
    public Next next() throws IOException {
        while (true) {
            if (!has(position, WORD)) {
                return Next.NOTHING;
            }
            int word = wordAt(position);
            int length = word & LENGTH;
            if (word == 0 || word == END) {
                if (isZeroBehind()) {
                    return word == END ? Next.END : Next.NOTHING;
                }
                if (wordAt(position) == word) {
                    return Next.INCOMPLETE;
                }
                // It has come meanwhile.
                continue;
            }
            if (word < 0) {
                return length == 0 ? Next.INCOMPLETE : Next.IMPOSSIBLE;
            }
            long start = position + WORD;
            if (!has(start, length)) {
                return Next.IMPOSSIBLE;
            }
            frameAt = position;
            position = start + length + WORD - 1 & -WORD;
            if ((word & METADATA) == 0) {
                read(start, length);
                return Next.FRAME;
            }
        }
    }

    /** The frame's bytes, from 0 to {@link #length}; until the next one. */
    public byte[] frame() {
        return frame;
    }

    public int length() {
        return frameLength;
    }

    /** Where in the file the frame begins: its word. */
    public long frameAt() {
        return frameAt;
    }

    /** Where the next document begins. */
    public long position() {
        return position;
    }

    /**
     * Whether a whole record stands behind {@link #position}, where none may be; it is the frame then.
     *
     * @param sequence that its number is greater than
     */
    public boolean isRecordBehind(long sequence) throws IOException {
        for (long at = position + WORD; has(at, WORD); at += WORD) {
            int length = wordAt(at);
            if (length > 0 && length <= LARGEST && has(at + WORD, length)) {
                read(at + WORD, length);
                if (isRecord() && sequence() > sequence) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the frame is a whole record. */
    public boolean isRecord() {
        int header = frameLength < FIXED_LENGTH ? 0 : frame[HEADER_LENGTH_BYTE] & 0xFF;
        return header >= FIXED_LENGTH && frameLength > header && check.whole(frame, header, frameLength - header);
    }

    /** The number of the frame's record. */
    public long sequence() {
        return ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getLong(SEQUENCE);
    }

    private boolean isZeroBehind() throws IOException {
        long at = position + WORD;
        while (has(at, Long.BYTES)) {
            if (window.getLong((int) (at - windowStart)) != 0) {
                return back(false);
            }
            at += Long.BYTES;
        }
        while (has(at, 1)) {
            if (window.get((int) (at - windowStart)) != 0) {
                return back(false);
            }
            at++;
        }
        return back(true);
    }

    /** The answer, with the window where it was. */
    private boolean back(boolean answer) throws IOException {
        has(position, WORD);
        return answer;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void read(long start, int length) throws IOException {
        if (frame.length < length) {
            frame = new byte[length];
        }
        has(start, length);
        window.get((int) (start - windowStart), frame, 0, length);
        frameLength = length;
    }

    /** Read anew each time: another process may be about to write it. */
    private int wordAt(long at) {
        return (int) WORDS.getVolatile(window, (int) (at - windowStart));
    }

    /** Whether the file has these bytes; they are in the window then. */
    private boolean has(long at, int length) throws IOException {
        if (at < windowStart || at + length > windowStart + window.capacity()) {
            if (at + length > channel.size()) {
                return false;
            }
            window = map(at & -WORD);
        }
        return at + length <= windowStart + window.capacity();
    }

    private MappedByteBuffer map(long start) throws IOException {
        windowStart = start;
        MappedByteBuffer mapped = channel.map(MapMode.READ_ONLY, start, Math.min(WINDOW, channel.size() - start));
        mapped.order(ByteOrder.LITTLE_ENDIAN);
        return mapped;
    }
}
