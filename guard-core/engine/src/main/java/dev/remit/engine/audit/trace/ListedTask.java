package dev.remit.engine.audit.trace;

import dev.remit.engine.audit.read.JournalRecord;
import org.jspecify.annotations.Nullable;

/** A task in a {@link TaskList}. Filled by that, then only read. */
public final class ListedTask {
    private final String path;
    private final JournalRecord first;
    private final TaskDetails details;
    private long calls;
    private long denied;

    ListedTask(String path, JournalRecord first) {
        this.path = path;
        this.first = first;
        details = isOpening() ? TaskDetails.of(first) : TaskDetails.NONE;
    }

    void count(boolean permitted) {
        calls++;
        denied += permitted ? 0 : 1;
    }

    public String id() {
        return TaskPath.id(path);
    }

    /** The id of the task that it lies in; null for none. */
    public @Nullable String outer() {
        String outer = TaskPath.outer(path);
        return outer == null ? null : TaskPath.id(outer);
    }

    /** That it was opened, or, where that is no longer in the journals, the first one of it. */
    public JournalRecord first() {
        return first;
    }

    /** Whether {@link #first} says that it was opened. */
    public boolean isOpening() {
        return first.kind().equals("task_opened");
    }

    /** What it was opened with. */
    public TaskDetails details() {
        return details;
    }

    /** How many calls were decided in it and in the tasks within it. */
    public long calls() {
        return calls;
    }

    /** How many of them were not permitted; in mode {@code observe}, would not have been. */
    public long denied() {
        return denied;
    }
}
