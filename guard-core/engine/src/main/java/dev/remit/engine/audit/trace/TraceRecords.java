package dev.remit.engine.audit.trace;

import dev.remit.engine.audit.read.JournalRecord;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The second of two readings: tells which records are a trace's: those that name its task or one within, their outcomes, and the prompts that led to them.
 * One thread at a time.
 */
public final class TraceRecords {
    private final TaskSearch search;
    private final Map<CallKey, String> open = new HashMap<>();

    /** @param search that has found one task */
    public TraceRecords(TaskSearch search) {
        this.search = search;
    }

    /** The path, from the trace's task on, of the task that a record belongs to; null if that is none of the trace. To be asked once a record, in order. */
    public @Nullable String taskOf(JournalRecord record) {
        return switch (record.kind()) {
            case "outcome" -> open.remove(CallKey.of(record));
            case "prompt" -> search.taskOf(record);
            default -> {
                String path = record.task();
                String from = path == null ? null : TaskPath.from(search.id(), path);
                if (from != null && record.kind().equals("decision")) {
                    open.put(CallKey.of(record), from);
                }
                yield from;
            }
        };
    }
}
