package dev.remit.javaagent.hooks.task;

import dev.remit.engine.NamedMethod;
import dev.remit.engine.session.TaskBinding;
import dev.remit.engine.session.TaskSpec;
import dev.remit.javaagent.enforce.Problems;
import dev.remit.javaagent.enforce.TaskBindings;
import dev.remit.javaagent.weave.AnnotatedMethods;
import dev.remit.javaagent.weave.CallSite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Methods that the application has annotated with remit-api's {@code @RemitTask}. Thread-safe. */
public final class AnnotatedTasks implements AnnotatedMethods {
    private final TaskBindings bindings;
    private final Problems problems;

    /** What is found is added to these. */
    public AnnotatedTasks(TaskBindings bindings, Problems problems) {
        this.bindings = bindings;
        this.problems = problems;
    }

    @Override
    public String annotation() {
        return "Ldev/remit/api/RemitTask;";
    }

    @Override
    public @Nullable CallSite callSite(NamedMethod method, Map<String, Object> values) {
        try {
            return TaskHook.task(method, binding(method, values));
        } catch (IllegalArgumentException e) {
            final String what = "@RemitTask of " + method + ": " + e.getMessage() + "; its calls are no task";
            problems.report("not-bound", what);
            System.err.println("Remit: " + what);
            return null;
        }
    }

    private static TaskBinding binding(NamedMethod method, Map<String, Object> values) {
        final String intent = (String) values.getOrDefault("value", "");
        final int user = (Integer) values.getOrDefault("user", 0);
        return new TaskBinding(
                intent,
                List.of(method),
                List.of(),
                user == 0 ? null : Integer.toString(user),
                "@RemitTask of " + method,
                new TaskSpec(
                        intent,
                        null,
                        (Long) values.getOrDefault("ttlSeconds", 0L) * 1000,
                        budgets(texts(values, "budgets")),
                        texts(values, "labels"),
                        texts(values, "tools")));
    }

    @Override
    public void numbered(int site, CallSite callSite) {
        final @Nullable TaskBinding binding = callSite.task();
        if (binding != null) {
            bindings.bind(site, binding);
        }
    }

    private static List<String> texts(Map<String, Object> values, String array) {
        return ((List<?>) values.getOrDefault(array, List.of()))
                .stream().map(String::valueOf).toList();
    }

    private static Map<String, Long> budgets(List<String> texts) {
        final Map<String, Long> budgets = new LinkedHashMap<>();
        for (String text : texts) {
            final int equals = text.indexOf('=');
            try {
                budgets.put(
                        text.substring(0, equals).strip(),
                        Long.parseLong(text.substring(equals + 1).strip()));
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                throw new IllegalArgumentException("a budget is written as name=number: " + text, e);
            }
        }
        return budgets;
    }
}
