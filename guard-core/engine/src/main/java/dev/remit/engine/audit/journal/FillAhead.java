package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.ring.RingFile;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * Keeps at least a megabyte of zeros written ahead of the appender in a file that is otherwise sparse.
 *
 * <p>A store into a mapped hole of a file kills with SIGBUS when the disk is full; a write of zeros fails with an exception before. Uses plain
 * file writes, which an interrupt of the thread does not break. For the draining thread.
 */
final class FillAhead implements AutoCloseable {
    private static final int STEP = 1 << 20;

    /** What is touched of files that are there already, before they are filled ahead. */
    private static final long FREE_TO_OPEN = 4L << 20;

    private static final byte[] ZEROS = new byte[1 << 16];

    private final RandomAccessFile file;
    private long filledTo;

    FillAhead(File file, long writePosition) throws IOException {
        this.file = new RandomAccessFile(file, "rw");
        filledTo = writePosition;
    }

    /** Fills so that a megabyte beyond {@code writePosition} is backed by disk. Nothing lies there yet: there is one appender, ours. */
    void ensure(long writePosition) throws IOException {
        while (filledTo < writePosition + STEP) {
            filledTo = write(file, filledTo);
        }
    }

    /**
     * Makes a file of zeros, all of it backed by disk, which is its owner's alone.
     *
     * @throws IOException if there is no space; the file is not there then, as where there is no memory
     */
    static void make(File file, long length) throws IOException {
        boolean made = false;
        try (RandomAccessFile fresh = new RandomAccessFile(file, "rw")) {
            RingFile.restrict(file);
            long filled = 0;
            while (filled < length) {
                filled = write(fresh, filled);
            }
            made = true;
        } finally {
            if (!made) {
                // Half of it would take space that others need.
                file.delete();
            }
        }
    }

    /** Fails if there is no space for opening a file that is there already. */
    static void checkSpace(File folder) throws IOException {
        long free = folder.getUsableSpace();
        if (free < FREE_TO_OPEN) {
            throw new IOException(
                    "free=" + free + " bytes in " + folder + ", opening the journal needs " + FREE_TO_OPEN);
        }
    }

    private static long write(RandomAccessFile file, long at) throws IOException {
        file.seek(at);
        file.write(ZEROS);
        return at + ZEROS.length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
