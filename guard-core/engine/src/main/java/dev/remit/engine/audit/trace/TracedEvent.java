package dev.remit.engine.audit.trace;

import dev.remit.engine.audit.read.JournalRecord;
import org.jspecify.annotations.Nullable;

/** Something that was done in a task. Filled by {@link TaskTrace}, then only read. */
public final class TracedEvent {
    private final JournalRecord record;
    private final @Nullable TracedTask task;
    private @Nullable JournalRecord outcome;

    TracedEvent(JournalRecord record, @Nullable TracedTask task) {
        this.record = record;
        this.task = task;
    }

    void end(JournalRecord how) {
        outcome = how;
    }

    /** What was done; where it is {@link #task}, the first record of that. */
    public JournalRecord record() {
        return record;
    }

    /** The task that was opened; null for anything else. */
    public @Nullable TracedTask task() {
        return task;
    }

    /** How the call ended; null if it is no call, or nothing is known of its end. */
    public @Nullable JournalRecord outcome() {
        return outcome;
    }
}
