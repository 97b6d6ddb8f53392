package dev.remit.javaagent.cli;

import dev.remit.engine.audit.read.TextLines;
import dev.remit.engine.audit.trace.ListedTask;
import java.util.ArrayList;
import java.util.List;

/** Tasks as lines for people, a line each. */
final class TaskTable {
    private static final List<String> TITLES =
            List.of("opened", "calls", "denied", "intent", "user", "by", "task", "within");

    private TaskTable() {}

    /** The tasks under titles. */
    static String of(List<ListedTask> tasks) {
        if (tasks.isEmpty()) {
            return "no tasks\n";
        }
        List<List<String>> lines = new ArrayList<>(List.of(TITLES));
        for (ListedTask task : tasks) {
            lines.add(List.of(
                    task.isOpening() ? TraceText.time(task.first().timeNs()) : "before the journal",
                    Long.toString(task.calls()),
                    Long.toString(task.denied()),
                    TextLines.plain(task.details().intent()),
                    TextLines.plain(task.details().user()),
                    task.isOpening() ? TraceText.shortened(task.first().principal()) : "-",
                    TextLines.plain(task.id()),
                    TextLines.plain(task.outer())));
        }
        return Cells.table(lines);
    }
}
