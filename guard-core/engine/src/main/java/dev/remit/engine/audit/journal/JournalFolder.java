package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.ring.RingFile;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A journal folder that this JVM alone may write, by an operating system's lock that ends with the process.
 *
 * <p>The first JVM takes the configured folder itself; one that finds it taken goes to {@code jvm-2} below it, and so on. Only
 * {@code java.io} is used to find the way: this runs before the application's start.
 */
public final class JournalFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String SUBFOLDER = "jvm-";
    private static final int MOST = 256;
    private static final int LOCK_TRIES = 3;
    private static final long LOCK_PAUSE_NS = 1_000_000;
    private static final String CHRONICLE = "journal";

    private final File folder;
    private final RandomAccessFile lockFile;
    private long runBefore;

    private JournalFolder(File folder, RandomAccessFile lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /** Locks the folder, or the first free one below it. */
    public static JournalFolder open(File configured) throws AuditException {
        make(configured);
        JournalFolder locked = lock(configured);
        for (int i = 2; locked == null && i <= MOST; i++) {
            File folder = new File(configured, SUBFOLDER + i);
            make(folder);
            locked = lock(folder);
        }
        if (locked == null) {
            throw new AuditException("audit.dir=" + configured + ": " + MOST
                    + " processes have it in use already; give some of them an audit.dir of their own");
        }
        return locked;
    }

    public File folder() {
        return folder;
    }

    /**
     * Whether a JVM writes the folder now. Asks the operating system by trying to share the lock, for a moment.
     *
     * @throws AuditException if the lock can't be asked for
     */
    public static boolean isInUse(File folder) throws AuditException {
        File file = new File(folder, LOCK);
        if (!file.exists()) {
            return false;
        }
        try (RandomAccessFile opened = new RandomAccessFile(file, "r");
                FileLock shared = opened.getChannel().tryLock(0, Long.MAX_VALUE, true)) {
            return shared == null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return true;
        } catch (IOException e) {
            throw new AuditException(
                    file + " can't be locked (" + e.getMessage() + "); ask as the user that the application runs as",
                    e);
        }
    }

    /** Where Chronicle Queue's files of a journal folder are. */
    public static File chronicle(File folder) {
        return new File(folder, CHRONICLE);
    }

    /** The files of a folder's journal, one for each hour (UTC) in which something was recorded, oldest first. */
    public static List<File> hours(File folder) {
        File[] found = chronicle(folder).listFiles((dir, name) -> name.endsWith(".cq4"));
        if (found == null) {
            return List.of();
        }
        Arrays.sort(found);
        return List.of(found);
    }

    /**
     * The folders that hold journals: the configured one, if it does, and those of further JVMs below it.
     *
     * @throws AuditException if the configured one is none, or can't be read
     */
    public static List<File> journals(File configured) throws AuditException {
        if (!configured.isDirectory()) {
            throw new AuditException(configured + " is not a folder; give the folder that audit.dir names");
        }
        File[] below = configured.listFiles((dir, name) -> name.matches(SUBFOLDER + "[0-9]+"));
        if (below == null) {
            throw new AuditException(configured + " can't be read; read as the user that the application runs as");
        }
        Arrays.sort(below);
        List<File> journals = new ArrayList<>();
        if (holdsJournal(configured)) {
            journals.add(configured);
        }
        for (File folder : below) {
            if (holdsJournal(folder)) {
                journals.add(folder);
            }
        }
        return journals;
    }

    private static boolean holdsJournal(File folder) {
        return chronicle(folder).isDirectory() || !RingFile.in(folder).isEmpty();
    }

    /** Empty for the configured folder itself, else the name of one below it. */
    public static String name(File journal, File configured) {
        return journal.equals(configured) ? "" : journal.getName();
    }

    /** A run id that is greater than every earlier one of this folder, whatever the clock does: close to {@code nowNs}. */
    public long nextRunId(long nowNs) throws AuditException {
        try {
            return Math.max(nowNs, last(lockFile) + 1);
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
    }

    /** The run of this folder before the present one; 0 if there was none. To be asked after {@link #began}. */
    public long runBefore() {
        return runBefore;
    }

    /** Keeps the id of a run whose ring is there: from then on a journal without an end of it is one that was cut. */
    public void began(long runId) throws AuditException {
        try {
            runBefore = last(lockFile);
            lockFile.seek(0);
            lockFile.writeLong(runId);
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
    }

    /** The last run that {@link #began} in a folder; {@link Long#MIN_VALUE} where that is not known. */
    public static long lastRunId(File folder) throws AuditException {
        File file = new File(folder, LOCK);
        if (!file.exists()) {
            return Long.MIN_VALUE;
        }
        try (RandomAccessFile opened = new RandomAccessFile(file, "r")) {
            return opened.length() < Long.BYTES ? Long.MIN_VALUE : opened.readLong();
        } catch (IOException e) {
            throw AuditException.unreadable(file, e);
        }
    }

    private static long last(RandomAccessFile lockFile) throws IOException {
        lockFile.seek(0);
        return lockFile.length() >= Long.BYTES ? lockFile.readLong() : 0;
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    /** Makes the folder with mode 0700 if it isn't there. */
    static void make(File folder) throws AuditException {
        if (folder.isDirectory()) {
            return;
        }
        if (!folder.mkdirs() && !folder.isDirectory()) {
            throw new AuditException(
                    "audit.dir=" + folder
                            + ": can't be made; check that its parent is a folder that this process may write, or set audit.dir to another");
        }
        boolean closed = folder.setReadable(false, false)
                && folder.setWritable(false, false)
                && folder.setExecutable(false, false);
        boolean restricted = closed
                && folder.setReadable(true, true)
                && folder.setWritable(true, true)
                && folder.setExecutable(true, true);
        if (!restricted) {
            throw new AuditException("audit.dir=" + folder
                    + ": permissions can't be set to 0700; set audit.dir to a folder that this user owns");
        }
    }

    private static @Nullable JournalFolder lock(File folder) throws AuditException {
        File file = new File(folder, LOCK);
        boolean fresh = !file.exists();
        RandomAccessFile opened;
        try {
            opened = new RandomAccessFile(file, "rw");
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
        try {
            FileLock lock = tryLock(opened);
            if (lock == null) {
                opened.close();
                return null;
            }
            if (fresh) {
                RingFile.restrict(file);
            }
            return new JournalFolder(folder, opened);
        } catch (IOException e) {
            AuditException problem = notWritable(folder, e);
            try {
                opened.close();
            } catch (IOException again) {
                problem.addSuppressed(again);
            }
            throw problem;
        }
    }

    /** Tries more than once: who asks whether the folder is in use holds the lock for a moment. */
    private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            FileLock lock = file.getChannel().tryLock();
            for (int i = 1; lock == null && i < LOCK_TRIES; i++) {
                LockSupport.parkNanos(LOCK_PAUSE_NS);
                lock = file.getChannel().tryLock();
            }
            return lock;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static AuditException notWritable(File folder, IOException e) {
        return new AuditException(
                "audit.dir=" + folder + ": can't be written (" + e.getMessage()
                        + "); give this process the right to write there, or set audit.dir to another folder",
                e);
    }
}
