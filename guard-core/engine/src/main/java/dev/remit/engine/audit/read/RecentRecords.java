package dev.remit.engine.audit.read;

import dev.remit.engine.audit.AuditException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The last records of a journal that pass a filter. A journal may have years, and what is wanted stands at its end: its newest files are read, and older ones
 * only where those have too few.
 *
 * @param records oldest first
 * @param warnings what could not be read, in words
 */
public record RecentRecords(List<JournalRecord> records, List<String> warnings) {
    private static final long NS_PER_MS = 1_000_000;

    /**
     * Reads them.
     *
     * @param most how many at most
     * @param filter sees some records more than once
     * @throws AuditException as {@link JournalReader#open}
     */
    public static RecentRecords of(Path folder, int most, Predicate<JournalRecord> filter) throws AuditException {
        for (int files = 1; ; files *= 2) {
            try (JournalReader reader = JournalReader.recent(folder, files)) {
                List<JournalRecord> last = last(reader, most, filter);
                long complete = reader.completeFromMs();
                if (complete == Long.MIN_VALUE || (last.size() == most && allFrom(complete, last))) {
                    return new RecentRecords(last, reader.warnings());
                }
            }
        }
    }

    private static List<JournalRecord> last(JournalReader reader, int most, Predicate<JournalRecord> filter)
            throws AuditException {
        Deque<JournalRecord> last = new ArrayDeque<>();
        for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
            if (filter.test(record)) {
                last.add(record);
                if (last.size() > most) {
                    last.remove();
                }
            }
        }
        return List.copyOf(last);
    }

    /** Of several JVMs' journals the newest file of one may be older than what was left out of another. */
    private static boolean allFrom(long timeMs, List<JournalRecord> records) {
        return records.stream().allMatch(record -> record.timeNs() >= timeMs * NS_PER_MS);
    }
}
