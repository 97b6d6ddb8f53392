package dev.remit.engine.audit.export;

import dev.remit.engine.audit.read.JournalRecord;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the starts of guarded JVMs said of themselves: their later records don't say it again. One thread at a time. */
final class OcsfRuns {
    private static final Start UNKNOWN = new Start(null, null);

    private final Map<Long, Start> starts = new HashMap<>();
    private final Map<String, Long> times = new HashMap<>();

    /** Takes note of what the record says of its run. */
    void learn(JournalRecord record) {
        if (record.whole()) {
            times.put(record.journal(), record.timeNs());
        }
        if (record.kind().equals("guard_started")) {
            starts.put(record.run(), new Start(record.version(), record.principal()));
        }
    }

    /** Version of Remit; null if the run's start is not known. */
    @Nullable
    String version(JournalRecord record) {
        return start(record).version;
    }

    /** The workload's SPIFFE ID; null if the run's start is not known. */
    @Nullable
    String workload(JournalRecord record) {
        return start(record).workload;
    }

    /** When the record was made, nanoseconds since the epoch. Of a damaged one, whose own time is not to be believed, that of the one before it. */
    long timeNs(JournalRecord record) {
        return record.whole() ? record.timeNs() : times.getOrDefault(record.journal(), 0L);
    }

    private Start start(JournalRecord record) {
        return starts.getOrDefault(record.run(), UNKNOWN);
    }

    private record Start(@Nullable String version, @Nullable String workload) {}
}
