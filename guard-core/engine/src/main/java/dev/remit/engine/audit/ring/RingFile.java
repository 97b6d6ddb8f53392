package dev.remit.engine.audit.ring;

import dev.remit.engine.audit.AuditException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Ring files in a journal folder: one for each start of a JVM, named after its run id. */
public final class RingFile {
    private static final String PREFIX = "ring-";
    private static final String SUFFIX = ".dat";
    private static final String ZEROS = "0000000000000000";
    private static final int FILL_BYTES = 1 << 20;

    private RingFile() {}

    /**
     * Makes the ring file of a run and maps it. Every byte is written before: a hole in the file would make a caller's thread allocate disk
     * blocks, and die of SIGBUS when the disk is full.
     */
    public static MappedByteBuffer create(File folder, long runId, int capacity) throws AuditException {
        File file = file(folder, runId);
        try (RandomAccessFile random = new RandomAccessFile(file, "rw")) {
            restrict(file);
            FileChannel channel = random.getChannel();
            fill(channel, RingDescriptor.fileLength(capacity));
            MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, RingDescriptor.fileLength(capacity));
            mapped.order(ByteOrder.LITTLE_ENDIAN);
            mapped.putInt(RingDescriptor.VERSION_OFFSET, RingDescriptor.VERSION);
            mapped.putInt(RingDescriptor.CAPACITY_OFFSET, capacity);
            mapped.putLong(RingDescriptor.RUN_ID_OFFSET, runId);
            mapped.putLong(RingDescriptor.MAGIC_OFFSET, RingDescriptor.MAGIC);
            return mapped;
        } catch (IOException e) {
            boolean gone = file.delete();
            throw new AuditException(
                    "audit.dir=" + folder + ": can't make the ring file of " + RingDescriptor.fileLength(capacity)
                            + " bytes ("
                            + e.getMessage() + "); free some space, or set audit.dir to a folder that can be written"
                            + (gone ? "" : "; " + file.getName() + " may be left over"),
                    e);
        }
    }

    /** The ring files of a folder, oldest first. */
    public static List<File> in(File folder) {
        File[] files = folder.listFiles(
                (dir, name) -> name.startsWith(PREFIX) && name.endsWith(SUFFIX) && runId(name) != Long.MIN_VALUE);
        if (files == null) {
            return List.of();
        }
        Arrays.sort(files, Comparator.comparingLong(file -> runId(file.getName())));
        return List.of(files);
    }

    public static File file(File folder, long runId) {
        // Not String.format, nor "+": both cost milliseconds when they are a JVM's first.
        String hex = Long.toHexString(runId);
        return new File(
                folder, PREFIX.concat(ZEROS.substring(hex.length())).concat(hex).concat(SUFFIX));
    }

    /** The run that a ring file belongs to, by its name; {@link Long#MIN_VALUE} if it is no ring file's name. */
    public static long runId(String name) {
        try {
            return Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()), 16);
        } catch (NumberFormatException e) {
            return Long.MIN_VALUE;
        }
    }

    /** Whether a file, by its beginning, was made and never came into use: its magic number, written last, is not there. */
    public static boolean isUnused(byte[] beginning) {
        for (int i = 0; i < Math.min(beginning.length, Long.BYTES); i++) {
            if (beginning[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Lets nobody but the owner read and write the file. Only {@code java.io} is used: this runs before the application's start. */
    public static void restrict(File file) throws IOException {
        boolean closed = file.setReadable(false, false) && file.setWritable(false, false);
        boolean opened = closed && file.setReadable(true, true) && file.setWritable(true, true);
        if (!opened) {
            throw new IOException("permissions of " + file + " can't be set to 0600");
        }
    }

    private static void fill(FileChannel channel, long length) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(FILL_BYTES, length));
        long position = 0;
        while (position < length) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), length - position));
            position += channel.write(zeros, position);
        }
    }
}
