package dev.remit.engine.config;

import dev.remit.engine.NamedMethod;
import dev.remit.engine.identity.AgentRule;
import dev.remit.engine.session.TaskBinding;
import dev.remit.engine.session.TaskSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The keys of a configuration that have a name of the operator's own in them, and what they say together. */
final class NamedValues {
    private static final long MAX_SECONDS = 10L * 365 * 86_400;

    private final List<NamedValue> all = new ArrayList<>();

    /** Adds one; the one of the same key that is there already, or null. */
    @Nullable
    NamedValue add(NamedValue value) {
        for (NamedValue other : all) {
            if (other.keyText().equals(value.keyText())) {
                return other;
            }
        }
        all.add(value);
        return null;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** As they were read. */
    List<NamedValue> all() {
        return List.copyOf(all);
    }

    private Map<String, List<NamedValue>> byName(String prefix) {
        final Map<String, List<NamedValue>> byName = new TreeMap<>();
        for (NamedValue value : all) {
            if (value.keyText().startsWith(prefix)) {
                byName.computeIfAbsent(value.name(), name -> new ArrayList<>()).add(value);
            }
        }
        return byName;
    }

    /** The tasks, each problem in them said; one with a problem is left out. */
    List<TaskBinding> tasks(List<String> problems) {
        final List<TaskBinding> tasks = new ArrayList<>();
        byName("task.").forEach((intent, values) -> {
            final TaskBinding task = new Reading(problems).task(intent, values);
            if (task != null) {
                tasks.add(task);
            }
        });
        return tasks;
    }

    /** The methods that are tools, each problem in them said. */
    List<ToolBinding> tools(List<String> problems) {
        final List<ToolBinding> tools = new ArrayList<>();
        for (NamedValue value : all) {
            if (value.key() == NamedKey.HOOK_TOOL) {
                final List<String> methods = list(value.text(), ";");
                if (methods.isEmpty()) {
                    problems.add(bad(value, "empty"));
                }
                for (String method : methods) {
                    try {
                        tools.add(new ToolBinding(value.name(), NamedMethod.parse(method), value.origin()));
                    } catch (IllegalArgumentException e) {
                        problems.add(bad(value, String.valueOf(e.getMessage())));
                    }
                }
            }
        }
        return tools;
    }

    /** The AI agents' identities, each problem in them said. */
    List<AgentRule> agents(SpiffeId workload, List<String> problems) {
        final List<AgentRule> agents = new ArrayList<>();
        byName("agent.").forEach((name, values) -> {
            final NamedValue first = values.get(0);
            if (values.size() > 1) {
                problems.add(bad(values.get(1), "agent." + name + " has an id and an svid; keep one"));
            } else if (first.key() == NamedKey.AGENT_SVID) {
                agents.add(AgentRule.bySvid(name, first.text()));
            } else {
                final String id = first.text().startsWith("/") ? workload + first.text() : first.text();
                final String fault = SpiffeId.faultIn(id);
                if (fault != null) {
                    problems.add(bad(first, fault));
                } else if (!SpiffeId.parse(id).trustDomain().equals(workload.trustDomain())) {
                    problems.add(bad(first, "its trust domain is not the workload's, " + workload.trustDomain()));
                } else {
                    agents.add(AgentRule.byId(name, SpiffeId.parse(id)));
                }
            }
        });
        return agents;
    }

    static String bad(NamedValue value, String why) {
        return ConfigProblems.at(
                value.origin(),
                value.keyText() + "=" + ConfigProblems.oneLine(value.text()) + ": " + ConfigProblems.oneLine(why)
                        + " (allowed: " + value.key().allowed() + ")");
    }

    private static List<String> list(String text, String separator) {
        final List<String> parts = new ArrayList<>();
        for (String part : text.split(separator, -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    /** One task's keys. */
    private static final class Reading {
        private final List<String> problems;
        private List<NamedMethod> entries = List.of();
        private List<String> agents = List.of();
        private @Nullable String user;
        private long ttlMs;
        private Map<String, Long> budgets = Map.of();
        private List<String> labels = List.of();
        private List<String> tools = List.of();

        Reading(List<String> problems) {
            this.problems = problems;
        }

        @Nullable
        TaskBinding task(String intent, List<NamedValue> values) {
            final int before = problems.size();
            for (NamedValue value : values) {
                try {
                    read(value);
                } catch (IllegalArgumentException e) {
                    problems.add(bad(value, String.valueOf(e.getMessage())));
                }
            }
            final NamedValue first = values.get(0);
            if (problems.size() > before) {
                return null;
            }
            if (entries.isEmpty() && agents.isEmpty()) {
                problems.add(bad(
                        first, "nothing begins this task; set task." + intent + ".entry or task." + intent + ".agent"));
                return null;
            }
            try {
                return new TaskBinding(
                        intent,
                        entries,
                        agents,
                        user,
                        first.origin(),
                        new TaskSpec(intent, null, ttlMs, budgets, labels, tools));
            } catch (IllegalArgumentException e) {
                problems.add(bad(first, String.valueOf(e.getMessage())));
                return null;
            }
        }

        private void read(NamedValue value) {
            final String text = value.text();
            switch (value.key()) {
                case TASK_ENTRY ->
                    entries = list(text, ";").stream().map(NamedMethod::parse).toList();
                case TASK_AGENT -> agents = list(text, ",");
                case TASK_USER -> user = text;
                case TASK_TTL -> ttlMs = number(text, 1, MAX_SECONDS) * 1000;
                case TASK_BUDGETS -> budgets = budgets(text);
                case TASK_LABELS -> labels = list(text, ",");
                case TASK_TOOLS -> tools = list(text, ",");
                default -> throw new IllegalArgumentException("no key of a task");
            }
            if (text.isBlank()) {
                throw new IllegalArgumentException("empty");
            }
        }

        private static Map<String, Long> budgets(String text) {
            final Map<String, Long> budgets = new LinkedHashMap<>();
            for (String part : list(text, ",")) {
                final int equals = part.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("a budget is written as name=number: " + part);
                }
                budgets.put(
                        part.substring(0, equals).strip(),
                        number(part.substring(equals + 1).strip(), 0, Long.MAX_VALUE / 2));
            }
            return budgets;
        }

        private static long number(String text, long min, long max) {
            try {
                final long number = Long.parseLong(text);
                if (number < min || number > max) {
                    throw new IllegalArgumentException(text + " is not from " + min + " to " + max);
                }
                return number;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(text + " is no whole number", e);
            }
        }
    }
}
