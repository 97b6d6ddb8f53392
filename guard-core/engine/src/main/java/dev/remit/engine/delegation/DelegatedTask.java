package dev.remit.engine.delegation;

import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.session.Task;
import dev.remit.engine.session.TaskSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one workload tells another of a task that it hands on. Immutable.
 *
 * @param delegator who hands it on
 * @param path the ids of the tasks that it lies in and its own, between slashes
 * @param intent what it is for
 * @param user the person on whose behalf; null for nobody's
 * @param deadlineMs when it is over at the latest, in milliseconds since the epoch; 0 for no such time
 * @param budgets what is left of each
 * @param labels what it touches
 * @param tools the only tools that it may call; empty for all
 * @param chain the SPIFFE IDs of who opened it and the tasks that it lies in, the outermost first
 */
public record DelegatedTask(
        SpiffeId delegator,
        String path,
        String intent,
        @Nullable String user,
        long deadlineMs,
        Map<String, Long> budgets,
        List<String> labels,
        List<String> tools,
        List<String> chain) {
    public DelegatedTask {
        budgets = Map.copyOf(budgets);
        labels = List.copyOf(labels);
        tools = List.copyOf(tools);
        chain = List.copyOf(chain);
    }

    /** A task as it is now. */
    public static DelegatedTask of(Task task, SpiffeId delegator) {
        return new DelegatedTask(
                delegator,
                task.path(),
                task.intent(),
                task.user(),
                task.deadlineMs() == Long.MAX_VALUE ? 0 : task.deadlineMs(),
                task.budgetsLeft(),
                task.labelNames(),
                task.tools(),
                task.chain());
    }

    /**
     * What is asked for when a task is opened within it: all that it has.
     *
     * @throws IllegalArgumentException if it describes no task, or is over
     */
    public TaskSpec within(long nowMs) {
        if (deadlineMs != 0 && deadlineMs <= nowMs) {
            throw new IllegalArgumentException("the task is past its deadline");
        }
        return new TaskSpec(intent, user, deadlineMs == 0 ? 0 : deadlineMs - nowMs, budgets, labels, tools);
    }
}
