package dev.remit.engine.audit.trace;

import dev.remit.engine.audit.read.JournalRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One task of a trace. Times are nanoseconds since the epoch. Filled by {@link TaskTrace}, then only read. */
public final class TracedTask {
    private final String id;
    private final List<TracedEvent> events = new ArrayList<>();
    private @Nullable JournalRecord opened;
    private @Nullable JournalRecord closed;
    private TaskDetails details = TaskDetails.NONE;
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;
    private long allowed;
    private long denied;

    TracedTask(String id) {
        this.id = id;
    }

    /** Takes a record of it into account, or of one within it. */
    void note(JournalRecord record) {
        firstNs = Math.min(firstNs, record.timeNs());
        lastNs = Math.max(lastNs, record.timeNs());
        if (record.kind().equals("decision")) {
            if (record.isPermission()) {
                allowed++;
            } else {
                denied++;
            }
        }
    }

    void open(JournalRecord record) {
        opened = record;
        details = TaskDetails.of(record);
    }

    void close(JournalRecord record) {
        closed = record;
    }

    void add(TracedEvent event) {
        events.add(event);
    }

    public String id() {
        return id;
    }

    /** Of kind {@code task_opened}; null if it is not in the journals. */
    public @Nullable JournalRecord opened() {
        return opened;
    }

    /** Of kind {@code task_closed}; null if it is not in the journals. */
    public @Nullable JournalRecord closed() {
        return closed;
    }

    /** What it was opened with. */
    public TaskDetails details() {
        return details;
    }

    /** When it was opened; else, of the first record in it. */
    public long beginNs() {
        return opened == null ? firstNs : opened.timeNs();
    }

    /** When it was closed; else, of the last record in it. */
    public long endNs() {
        return closed == null ? lastNs : closed.timeNs();
    }

    /** How many calls in it, and in the tasks within it, were permitted. */
    public long allowed() {
        return allowed;
    }

    /** How many were not; in mode {@code observe}, would not have been. */
    public long denied() {
        return denied;
    }

    /** What was done in it, in the order of the records. */
    public List<TracedEvent> events() {
        return Collections.unmodifiableList(events);
    }
}
