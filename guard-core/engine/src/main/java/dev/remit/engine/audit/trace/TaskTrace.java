package dev.remit.engine.audit.trace;

import dev.remit.engine.audit.read.JournalRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A trace as a tree: what was done in a task, and in which of the tasks within it. One thread at a time. */
public final class TaskTrace {
    private final TracedTask root;
    private final Map<String, TracedTask> tasks = new HashMap<>();
    private final Map<CallKey, TracedEvent> open = new HashMap<>();
    private final Set<Source> sources = new LinkedHashSet<>();

    /** A start of a JVM, and where it wrote to. */
    public record Source(String journal, long run) {
        /** That a record comes from. */
        public static Source of(JournalRecord record) {
            return new Source(record.journal(), record.run());
        }
    }

    /** @param id of the outermost task */
    public TaskTrace(String id) {
        root = new TracedTask(id);
        tasks.put(id, root);
    }

    /**
     * Adds a record, the earliest first.
     *
     * @param path of its task, from the outermost one of the trace on: what {@link TraceRecords#taskOf} says
     */
    public void add(JournalRecord record, String path) {
        TracedTask task = task(record, path);
        sources.add(Source.of(record));
        note(record, path);
        switch (record.kind()) {
            case "task_opened" -> task.open(record);
            case "task_closed" -> task.close(record);
            case "outcome" -> end(record);
            default -> {
                TracedEvent event = new TracedEvent(record, null);
                task.add(event);
                if (record.kind().equals("decision")) {
                    open.put(CallKey.of(record), event);
                }
            }
        }
    }

    private TracedTask task(JournalRecord record, String path) {
        TracedTask known = tasks.get(path);
        String outer = TaskPath.outer(path);
        if (known != null || outer == null) {
            return known == null ? root : known;
        }
        TracedTask task = new TracedTask(TaskPath.id(path));
        task(record, outer).add(new TracedEvent(record, task));
        tasks.put(path, task);
        return task;
    }

    private void note(JournalRecord record, String path) {
        for (String each = path; each != null; each = TaskPath.outer(each)) {
            task(record, each).note(record);
        }
    }

    private void end(JournalRecord outcome) {
        TracedEvent call = open.remove(CallKey.of(outcome));
        if (call != null) {
            call.end(outcome);
        }
    }

    /** The outermost task. */
    public TracedTask root() {
        return root;
    }

    /** The JVMs that the records come from, in the order of their first ones. */
    public List<Source> sources() {
        return new ArrayList<>(sources);
    }
}
