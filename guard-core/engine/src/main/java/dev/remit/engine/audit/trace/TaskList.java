package dev.remit.engine.audit.trace;

import dev.remit.engine.audit.read.JournalRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tasks of journals that were opened last. Keeps no more than it is asked for. One thread at a time. */
public final class TaskList {
    private final int most;
    private final Map<String, ListedTask> tasks = new LinkedHashMap<>();
    private boolean full;

    /** @param most how many tasks at most */
    public TaskList(int most) {
        this.most = most;
    }

    /** Adds a record, the earliest first. */
    public void add(JournalRecord record) {
        String path = record.task();
        if (path == null) {
            return;
        }
        // Once one went, a task that is not known is as old: it is that one, or was opened before the journal begins.
        if (!tasks.containsKey(path) && (!full || record.kind().equals("task_opened"))) {
            tasks.put(path, new ListedTask(path, record));
            removeEldest();
        }
        if (record.kind().equals("decision")) {
            for (String each = path; each != null; each = TaskPath.outer(each)) {
                ListedTask task = tasks.get(each);
                if (task != null) {
                    task.count(record.isPermission());
                }
            }
        }
    }

    private void removeEldest() {
        if (tasks.size() > most) {
            Iterator<String> eldest = tasks.keySet().iterator();
            eldest.next();
            eldest.remove();
            full = true;
        }
    }

    /** The one that was opened last comes last. */
    public List<ListedTask> tasks() {
        return new ArrayList<>(tasks.values());
    }
}
