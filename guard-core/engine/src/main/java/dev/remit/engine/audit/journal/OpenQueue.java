package dev.remit.engine.audit.journal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.PrecreatedFiles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/** The Chronicle Queue of a folder that is locked, opened to be appended to. For the draining thread alone. */
final class OpenQueue implements AutoCloseable {
    /** A file's own header and index, before its first record, and as much ahead as is always kept. */
    private static final int FIRST_FILL = 2 << 20;

    private final File folder;
    private final RollClock time;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final LastFrames frames;
    private @Nullable File file;
    private @Nullable FillAhead fillAhead;
    private int cycle = Integer.MIN_VALUE;
    private long writePosition;

    OpenQueue(File folder, RollClock time, SingleChronicleQueue queue) {
        this.folder = folder;
        this.time = time;
        this.queue = queue;
        appender = queue.createAppender();
        frames = new LastFrames(queue);
    }

    /** What it ends with. */
    LastFrames frames() {
        return frames;
    }

    /** Backs by disk whatever the next append will touch. Behind it nothing may fail: the record would be stored, and come again. */
    void makeRoom(int length) throws IOException {
        time.advance();
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

    /** Appends a frame. Where it throws, the frame may be there or not. */
    void append(byte[] header, int headerLength, byte[] record, int length) {
        try (DocumentContext document = appender.writingDocument()) {
            boolean whole = false;
            try {
                Bytes<?> bytes = document.wire().bytes();
                bytes.write(header, 0, headerLength);
                bytes.write(record, 0, length);
                writePosition = bytes.writePosition();
                whole = true;
            } finally {
                if (!whole) {
                    document.rollbackOnClose();
                }
            }
        }
        if (appender.cycle() != cycle) {
            followRoll();
        }
    }

    private void followRoll() {
        closeFillAhead();
        fillAhead = null;
        file = appender.currentFile();
        cycle = appender.cycle();
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

    @Override
    public void close() {
        try {
            appender.close();
        } finally {
            try {
                queue.close();
            } finally {
                closeFillAhead();
            }
        }
    }

    private void closeFillAhead() {
        FillAhead ahead = fillAhead;
        if (ahead != null) {
            try {
                ahead.close();
            } catch (IOException e) {
                // What was written through it is written.
            }
        }
    }
}
