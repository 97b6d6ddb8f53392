package dev.remit.engine.audit.read;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.journal.JournalQueue;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a journal folder and of the folders that further JVMs have made below it, or of several such folders, merged by time. Changes nothing;
 * works while the application runs, on a copy, and includes what a killed JVM left in its ring. One thread at a time.
 */
public final class JournalReader implements AutoCloseable {
    private static final long POLL_MS = 10;
    private static final long LIST_AGAIN_NS = 1_000_000_000;

    private final List<File> folders;
    private final boolean follow;

    /** By their absolute names: a folder that is given twice is read once. */
    private final Map<Path, FolderReader> readers = new LinkedHashMap<>();

    private final List<String> warnings = new ArrayList<>();
    private long listedAt;

    private JournalReader(List<Path> folders, boolean follow, int newest) throws AuditException {
        this.folders = folders.stream().map(Path::toFile).toList();
        this.follow = follow;
        list(newest);
    }

    /**
     * Reads what is there, from the beginning.
     *
     * @throws AuditException if the folder is none, or holds no journal
     */
    public static JournalReader open(Path folder) throws AuditException {
        return opened(List.of(folder), false, JournalQueue.ALL);
    }

    /**
     * Reads what is there in several folders, from the beginning. Of several, each record's journal is named by its folder as it is given here, and not by
     * what is below that alone.
     *
     * @param folders one or more
     * @throws AuditException if one is no folder, or holds no journal
     */
    public static JournalReader open(List<Path> folders) throws AuditException {
        return opened(List.copyOf(folders), false, JournalQueue.ALL);
    }

    /**
     * Reads what was recorded last: see {@link #completeFromMs}.
     *
     * @param files how many files are read of each journal, 1 or more; each is an hour's
     * @throws AuditException as {@link #open}
     */
    public static JournalReader recent(Path folder, int files) throws AuditException {
        return opened(List.of(folder), false, files);
    }

    /** Reads what comes from now on; see {@link #await}. */
    public static JournalReader follow(Path folder) throws AuditException {
        return opened(List.of(folder), true, 0);
    }

    /** The next record, or null if there is none: for good after {@link #open}, for now after {@link #follow}. */
    public @Nullable JournalRecord next() throws AuditException {
        if (follow && System.nanoTime() - listedAt > LIST_AGAIN_NS) {
            list(JournalQueue.ALL);
        }
        FolderReader first = null;
        JournalRecord earliest = null;
        for (FolderReader reader : readers.values()) {
            JournalRecord record = reader.peek();
            if (record != null && (earliest == null || record.timeNs() < earliest.timeNs())) {
                first = reader;
                earliest = record;
            }
        }
        if (first != null) {
            first.take();
        }
        return earliest;
    }

    /** The next record, waiting for one up to the time given; null if none came. Sees a record within about 10 ms of its being drained. */
    public @Nullable JournalRecord await(long timeoutMs) throws AuditException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            JournalRecord record = next();
            if (record != null || System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(timeoutMs)) {
                return record;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    /** From when on all records are read, in milliseconds since the epoch; {@link Long#MIN_VALUE} if none is left out. */
    public long completeFromMs() {
        return readers.values().stream()
                .mapToLong(FolderReader::completeFromMs)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** About how many records there are now, by the numbers of the first and the last ones: to tell how far the reading is. */
    public long expected() throws AuditException {
        long sum = 0;
        for (FolderReader reader : readers.values()) {
            sum += reader.count();
        }
        return sum;
    }

    /** What could not be read, in words, so far. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public void close() {
        readers.values().forEach(FolderReader::close);
    }

    private static JournalReader opened(List<Path> folders, boolean follow, int newest) throws AuditException {
        if (!follow) {
            for (Path folder : folders) {
                if (JournalFolder.journals(folder.toFile()).isEmpty()) {
                    throw new AuditException(folder + " holds no journal; give the folder that audit.dir names");
                }
            }
        }
        return new JournalReader(folders, follow, newest);
    }

    private void list(int newest) throws AuditException {
        listedAt = System.nanoTime();
        for (File folder : folders) {
            for (File journal : JournalFolder.journals(folder)) {
                Path key = journal.toPath().toAbsolutePath().normalize();
                if (!readers.containsKey(key)) {
                    String name = folders.size() == 1 ? JournalFolder.name(journal, folder) : journal.getPath();
                    readers.put(key, new FolderReader(journal, name, follow, newest, warnings));
                }
            }
        }
    }
}
