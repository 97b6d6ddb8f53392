package dev.remit.engine.session;

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
        List<Entry> entries,
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

    /**
     * A method.
     *
     * @param className as in {@code Class.getName}
     * @param method its name
     * @param arguments the types of its arguments, as in {@code Class.getName}; null where the name alone says which
     */
    public record Entry(
            String className, String method, @Nullable List<String> arguments) {
        /**
         * Reads {@code com.acme.Support#refund} or {@code com.acme.Support#refund(java.lang.String,int)}.
         *
         * @throws IllegalArgumentException if it is neither
         */
        public static Entry parse(String text) {
            final int hash = text.indexOf('#');
            final int open = text.indexOf('(');
            final int end = open < 0 ? text.length() : open;
            if (hash < 1 || end <= hash + 1 || (open >= 0 && !text.endsWith(")"))) {
                throw new IllegalArgumentException(
                        "a method is named as com.acme.Support#refund, or with its arguments' types as"
                                + " com.acme.Support#refund(java.lang.String,int)");
            }
            @Nullable List<String> arguments = null;
            if (open >= 0) {
                final String types = text.substring(open + 1, text.length() - 1).strip();
                arguments = types.isEmpty() ? List.of() : List.of(types.split("\\s*,\\s*"));
            }
            return new Entry(
                    text.substring(0, hash).strip(),
                    text.substring(hash + 1, end).strip(),
                    arguments);
        }

        @Override
        public String toString() {
            return className + '#' + method + (arguments == null ? "" : '(' + String.join(",", arguments) + ')');
        }
    }
}
