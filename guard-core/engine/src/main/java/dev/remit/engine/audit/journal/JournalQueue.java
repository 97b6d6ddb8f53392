package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.AuditException;
import java.io.File;
import java.util.List;
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
    /** As many files as there are. */
    public static final int ALL = Integer.MAX_VALUE;

    private final File folder;
    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final long completeFromMs;

    private JournalQueue(File folder, SingleChronicleQueue queue, List<File> hours, int newest) {
        this.folder = folder;
        this.queue = queue;
        tailer = queue.createTailer();
        if (newest == 0) {
            tailer.toEnd();
            completeFromMs = Long.MAX_VALUE;
        } else {
            int left = Math.max(0, hours.size() - newest);
            boolean found = goToFirst(tailer, hours.subList(left, hours.size()));
            completeFromMs =
                    found && left > 0 ? HourFile.startMs(hours.get(left).getName()) : Long.MIN_VALUE;
        }
    }

    /**
     * Opens the queue of a journal folder, or returns null if it has none yet.
     *
     * @param newest how many of its files are read, the newest; 0 for what comes from now on
     */
    public static @Nullable JournalQueue openToRead(File journalFolder, int newest) throws AuditException {
        ChronicleSetup.apply();
        File folder = JournalFolder.chronicle(journalFolder);
        List<File> hours = JournalFolder.hours(journalFolder);
        if (hours.isEmpty()) {
            return null;
        }
        try {
            SingleChronicleQueue queue = SingleChronicleQueueBuilder.binary(folder)
                    .rollCycle(RollCycles.FAST_HOURLY)
                    .readOnly(true)
                    .build();
            return new JournalQueue(folder, queue, hours, newest);
        } catch (RuntimeException e) {
            throw damaged(folder, e);
        }
    }

    /** The queue's own list of its files, and with it {@link ExcerptTailer#toStart}, does not know that one was removed by hand. */
    private boolean goToFirst(ExcerptTailer reading, List<File> hours) {
        for (File hour : hours) {
            int cycle = HourFile.cycle(hour);
            if (cycle >= 0 && reading.moveToIndex(queue.rollCycle().toIndex(cycle, 0))) {
                return true;
            }
        }
        reading.toStart();
        return false;
    }

    /** From when on all is read, in milliseconds since the epoch; {@link Long#MIN_VALUE} if nothing is left out. */
    public long completeFromMs() {
        return completeFromMs;
    }

    /** Up to where the journal has the ring of a run; {@link Long#MIN_VALUE} if it has nothing of it. */
    public long storedOf(long ringRunId) throws AuditException {
        try {
            return new LastFrames(queue).storedOf(ringRunId);
        } catch (RuntimeException e) {
            throw damaged(folder, e);
        }
    }

    /** The next frame, or null if there is none now. Where a file breaks off it goes on with the next one: the frames' numbers show it. */
    public byte @Nullable [] next() throws AuditException {
        byte[] frame = read(tailer);
        // What was appended before the next file began is read first.
        while (frame == null && hasLaterFile() && (frame = read(tailer)) == null && goToLaterFile()) {
            frame = read(tailer);
        }
        return frame;
    }

    private boolean hasLaterFile() {
        return tailer.cycle() != Integer.MIN_VALUE && tailer.cycle() < queue.lastCycle();
    }

    /** Whether there is one: the queue's own list may have it still after it was removed. */
    private boolean goToLaterFile() throws AuditException {
        int before = tailer.cycle();
        try {
            for (File hour : JournalFolder.hours(folder.getParentFile())) {
                int cycle = HourFile.cycle(hour);
                if (cycle > before) {
                    tailer.moveToIndex(queue.rollCycle().toIndex(cycle, 0));
                    if (tailer.cycle() > before) {
                        return true;
                    }
                }
            }
            return false;
        } catch (RuntimeException e) {
            throw damaged(folder, e);
        }
    }

    /** The first frame, or null if there is none; {@link #next} goes on from where it stands. */
    public byte @Nullable [] first() throws AuditException {
        try (ExcerptTailer start = queue.createTailer()) {
            goToFirst(start, JournalFolder.hours(folder.getParentFile()));
            return read(start);
        } catch (RuntimeException e) {
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
