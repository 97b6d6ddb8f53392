package dev.remit.engine.audit.trace;

import dev.remit.engine.audit.read.JournalRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first of two readings: finds the task whose id is given or begins so, and the prompts that led to its calls, which come before these and
 * name no task. One thread at a time.
 */
public final class TaskSearch {
    /** How many tasks of which the wanted one may be are kept. */
    static final int MOST_FOUND = 10;

    /** Among how many of the latest tasks one of a similar id is looked for. */
    static final int MOST_RECENT = 1_000;

    private final String wanted;
    private final Set<String> found = new LinkedHashSet<>();
    private final Set<String> recent = new LinkedHashSet<>();
    private final Map<CallKey, String> prompts = new HashMap<>();
    private boolean exact;
    private boolean more;
    private long opened;

    /** @param wanted a task's id or its beginning; or, as records have it, its whole path */
    public TaskSearch(String wanted) {
        this.wanted = TaskPath.id(wanted);
    }

    /** Looks at a record. */
    public void add(JournalRecord record) {
        String path = record.task();
        if (path == null) {
            return;
        }
        if (record.kind().equals("task_opened")) {
            opened++;
            keep(TaskPath.id(path), recent, MOST_RECENT);
        }
        if (path.contains(wanted)) {
            TaskPath.ids(path).forEach(this::match);
            if (found.size() > 1) {
                prompts.clear();
            } else {
                noteParent(record);
            }
        }
    }

    private void match(String id) {
        if (id.equals(wanted) && !exact) {
            exact = true;
            more = false;
            found.clear();
            prompts.clear();
        }
        if (exact ? id.equals(wanted) : id.startsWith(wanted)) {
            more |= keep(id, found, MOST_FOUND);
        }
    }

    /** Keeps the latest; whether another one went for it. */
    private static boolean keep(String id, Set<String> kept, int most) {
        if (kept.size() == 1 && kept.contains(id)) {
            return false;
        }
        kept.remove(id);
        kept.add(id);
        return kept.size() > most && kept.remove(kept.iterator().next());
    }

    private void noteParent(JournalRecord record) {
        String path = record.task();
        String from = found.isEmpty() || path == null ? null : TaskPath.from(id(), path);
        if (from != null && record.parent() != 0) {
            prompts.putIfAbsent(CallKey.parentOf(record), from);
        }
    }

    /** The tasks of which it may be the one, at most {@value #MOST_FOUND}, the latest last; one if it is found. */
    public List<String> found() {
        return new ArrayList<>(found);
    }

    /** Whether there are more than {@link #found} says. */
    public boolean isMore() {
        return more;
    }

    /** Ids of the tasks that were opened last, at most {@value #MOST_RECENT}. */
    public List<String> recent() {
        return new ArrayList<>(recent);
    }

    /** How many tasks were opened. */
    public long opened() {
        return opened;
    }

    /** The id of the one that was found. */
    public String id() {
        return found.iterator().next();
    }

    /** The path, from the task that was found on, of the task that a prompt's calls belong to; null for any other record. */
    @Nullable
    String taskOf(JournalRecord prompt) {
        return prompts.get(CallKey.of(prompt));
    }
}
