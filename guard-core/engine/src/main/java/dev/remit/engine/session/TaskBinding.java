package dev.remit.engine.session;

import dev.remit.engine.NamedMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a task of a method or an AI agent's run without a change to the application. Immutable.
 *
 * @param intent what the task is for
 * @param entries the methods that are such a task
 * @param agents the names of AI agents, such as an AI service's interface, whose runs are such a task
 * @param user which of a method's parameters is the person on whose behalf: its name, or its place from 1; null for none
 * @param origin where it is configured, for what is said of it
 * @param spec the task, on nobody's behalf
 */
public record TaskBinding(
        String intent,
        List<NamedMethod> entries,
        List<String> agents,
        @Nullable String user,
        String origin,
        TaskSpec spec) {
    public TaskBinding {
        entries = List.copyOf(entries);
        agents = List.copyOf(agents);
    }

    /** The task, on somebody's behalf. */
    public TaskSpec onBehalfOf(@Nullable String person) {
        return new TaskSpec(intent, person, spec.ttlMs(), spec.budgets(), spec.labels(), spec.tools());
    }

    /** Whether the runs of that AI agent are such a task. */
    public boolean binds(@Nullable String agent) {
        return agent != null && agents.contains(agent);
    }
}
