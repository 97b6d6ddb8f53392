package dev.remit.engine.audit.journal;

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

    private final RandomAccessFile file;
    private final byte[] zeros = new byte[1 << 16];
    private long filledTo;

    FillAhead(File file, long writePosition) throws IOException {
        this.file = new RandomAccessFile(file, "rw");
        filledTo = writePosition;
    }

    /** Fills so that a megabyte beyond {@code writePosition} is backed by disk. Nothing lies there yet: there is one appender, ours. */
    void ensure(long writePosition) throws IOException {
        while (filledTo < writePosition + STEP) {
            file.seek(filledTo);
            file.write(zeros);
            filledTo += zeros.length;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
