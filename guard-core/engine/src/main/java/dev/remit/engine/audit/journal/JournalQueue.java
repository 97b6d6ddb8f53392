package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.AuditException;
import java.io.File;
import java.text.ParseException;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.TailerDirection;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/** The frames of a journal, read only, from another process too. One thread at a time. */
public final class JournalQueue implements AutoCloseable {
    private final File folder;
    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;

    private JournalQueue(File folder, SingleChronicleQueue queue, boolean fromEnd) {
        this.folder = folder;
        this.queue = queue;
        tailer = queue.createTailer();
        if (fromEnd) {
            tailer.toEnd();
        }
    }

    /** Opens the queue of a journal folder, or returns null if it has none yet. */
    public static @Nullable JournalQueue openToRead(File journalFolder, boolean fromEnd) throws AuditException {
        ChronicleSetup.apply();
        File folder = JournalFolder.chronicle(journalFolder);
        String[] files = folder.list((dir, name) -> name.endsWith(".cq4"));
        if (files == null || files.length == 0) {
            return null;
        }
        try {
            SingleChronicleQueue queue = SingleChronicleQueueBuilder.binary(folder)
                    .rollCycle(RollCycles.FAST_HOURLY)
                    .readOnly(true)
                    .build();
            return new JournalQueue(folder, queue, fromEnd);
        } catch (RuntimeException e) {
            throw damaged(folder, e);
        }
    }

    /** The next frame, or null if there is none now. Where a file breaks off it goes on with the next one: the frames' numbers show it. */
    public byte @Nullable [] next() throws AuditException {
        byte[] frame = read(tailer);
        // What was appended before the next file began is read first.
        while (frame == null && hasLaterFile() && (frame = read(tailer)) == null && hasLaterFile()) {
            goToLaterFile();
            frame = read(tailer);
        }
        return frame;
    }

    private boolean hasLaterFile() {
        return tailer.cycle() != Integer.MIN_VALUE && tailer.cycle() < queue.lastCycle();
    }

    private void goToLaterFile() throws AuditException {
        try {
            int next = queue.nextCycle(tailer.cycle(), TailerDirection.FORWARD);
            tailer.moveToIndex(queue.rollCycle().toIndex(next, 0));
        } catch (RuntimeException | ParseException e) {
            throw damaged(folder, e);
        }
    }

    /** The last frame, or null if there is none; {@link #next} goes on from where it stands. */
    public byte @Nullable [] last() throws AuditException {
        try (ExcerptTailer end = queue.createTailer()) {
            return read(end.direction(TailerDirection.BACKWARD).toEnd());
        }
    }

    private byte @Nullable [] read(ExcerptTailer from) throws AuditException {
        try (DocumentContext document = from.readingDocument()) {
            if (!document.isPresent()) {
                return null;
            }
            Bytes<?> bytes = document.wire().bytes();
            byte[] frame = new byte[(int) bytes.readRemaining()];
            bytes.read(frame);
            return frame;
        } catch (RuntimeException e) {
            throw damaged(folder, e);
        }
    }

    @Override
    public void close() {
        tailer.close();
        queue.close();
    }

    private static AuditException damaged(File folder, Exception e) {
        return new AuditException(
                folder + " can't be read as a journal (" + e.getMessage()
                        + "); is it whole, and readable by this user?",
                e);
    }
}
