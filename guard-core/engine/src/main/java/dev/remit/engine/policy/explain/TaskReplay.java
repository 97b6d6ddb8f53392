package dev.remit.engine.policy.explain;

import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonFormatException;
import dev.remit.cedar.json.JsonText;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.session.Grant;
import dev.remit.engine.session.Task;
import dev.remit.engine.session.TaskListener;
import dev.remit.engine.session.TaskSpec;
import dev.remit.engine.session.Tasks;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The task of a recorded decision and all that lie in the outermost one, whose budgets they share, made again from the records of their lives. What
 * was done in them, {@link StateReplay} counts. For one use.
 */
final class TaskReplay {
    private static final int DEPTH = 3;

    private final String path;
    private final String outermost;
    private final Tasks tasks = new Tasks(TaskListener.NOBODY);
    private final Map<String, Task> byPath = new HashMap<>();
    private boolean bounded;
    private boolean grantUnknown;

    /** @param path of the decision's task, as in records */
    TaskReplay(String path) {
        this.path = path;
        int end = path.indexOf('/');
        this.outermost = end < 0 ? path : path.substring(0, end);
    }

    /** Whether the record is of one of those tasks. */
    boolean has(JournalRecord record) {
        String of = record.task();
        return of != null
                && of.startsWith(outermost)
                && (of.length() == outermost.length() || of.charAt(outermost.length()) == '/');
    }

    /** The decision's task; null where the journal does not hold how it began. */
    @Nullable
    Task task() {
        return byPath.get(path);
    }

    /** The task of a record, or the innermost known one that it lies in; null where there is none. */
    @Nullable
    Task nearest(String of) {
        Task task = byPath.get(of);
        for (int end = of.lastIndexOf('/'); task == null && end > 0; end = of.lastIndexOf('/', end - 1)) {
            task = byPath.get(of.substring(0, end));
        }
        return task;
    }

    /** Whether something of a task is used up by calls. */
    boolean isBounded() {
        return bounded;
    }

    void opened(JournalRecord record) {
        String of = String.valueOf(record.task());
        Json.ObjectOf detail = detail(record);
        if (detail == null) {
            return;
        }
        try {
            byPath.put(of, again(of, detail, StateReplay.timeMs(record)));
        } catch (JsonFormatException | IllegalArgumentException | DateTimeException e) {
            // Of another version, or changed by whoever reads the journal in: the task stays unknown.
            byPath.remove(of);
        }
    }

    /** What is recorded of a task is what it may itself, so that it can do without the tasks that it lies in. */
    private Task again(String of, Json.ObjectOf detail, long openedMs) {
        int end = of.lastIndexOf('/');
        Task parent = end < 0 ? null : byPath.get(of.substring(0, end));
        Json user = detail.get("user");
        Json deadline = detail.get("deadline");
        long ttlMs = deadline == null
                ? 0
                : Math.max(1, Instant.parse(deadline.text()).toEpochMilli() - openedMs);
        Map<String, Long> budgets = budgets(detail.get("budgets"));
        bounded |= !budgets.isEmpty();
        List<String> chain = texts(detail.get("chain"));
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a task was opened by somebody");
        }
        int last = chain.size() - 1;
        Task task = Tasks.again(
                of.substring(end + 1),
                new TaskSpec(
                        detail.need("intent").text(),
                        user == null ? null : user.text(),
                        ttlMs,
                        budgets,
                        List.of(),
                        texts(detail.get("tools"))),
                parent,
                chain.get(last),
                chain.subList(0, last),
                openedMs);
        texts(detail.get("labels")).forEach(task::label);
        return task;
    }

    void closed(JournalRecord record) {
        Task task = byPath.get(record.task());
        if (task != null) {
            tasks.close(task, "recorded");
        }
    }

    void labelled(JournalRecord record) {
        Task task = byPath.get(record.task());
        if (task != null && record.reason() != null) {
            task.label(record.reason());
        }
    }

    void granted(JournalRecord record) {
        Task task = byPath.get(record.task());
        if (task == null) {
            return;
        }
        Json.ObjectOf detail = detail(record);
        if (detail == null) {
            grantUnknown = true;
            return;
        }
        bounded = true;
        Json resource = detail.get("resource");
        try {
            tasks.grant(
                    task,
                    new Grant(
                            detail.need("action").text(),
                            resource == null ? null : resource.text(),
                            detail.need("why").text(),
                            Instant.parse(detail.need("expires").text()).toEpochMilli(),
                            whole(detail.need("uses"))),
                    StateReplay.timeMs(record));
        } catch (JsonFormatException | IllegalArgumentException | IllegalStateException | DateTimeException e) {
            grantUnknown = true;
        }
    }

    private static Json.@Nullable ObjectOf detail(JournalRecord record) {
        String text = record.arguments();
        if (text == null || record.argumentsCut() || record.argumentsBroken()) {
            return null;
        }
        try {
            return JsonText.parse(text, DEPTH).object();
        } catch (JsonFormatException e) {
            return null;
        }
    }

    private static Map<String, Long> budgets(@Nullable Json given) {
        Map<String, Long> budgets = new HashMap<>();
        if (given != null) {
            given.object().members().forEach((name, limit) -> budgets.put(name, whole(limit)));
        }
        return budgets;
    }

    private static long whole(Json value) {
        if (value instanceof Json.Whole number) {
            return number.value();
        }
        throw value.unexpected("a number");
    }

    private static List<String> texts(@Nullable Json given) {
        return given == null
                ? List.of()
                : given.elements().stream().map(Json::text).toList();
    }

    void note(List<String> notes) {
        Task task = task();
        if (task == null) {
            notes.add("the journal does not hold how the task " + path
                    + " began, or not the whole of it (audit.argument-bytes); policies are asked without a task");
        } else if (!task.path().equals(path)) {
            notes.add("the journal does not hold how all of the tasks began that " + path
                    + " lies in; what was done in them besides is not counted");
        }
        if (grantUnknown) {
            notes.add("the record of a grant does not hold until when and how often it may be used; it is left out");
        }
    }
}
