package dev.remit.javaagent.enforce;

import dev.remit.engine.session.TaskSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a task's description of what came through the gate, which knows no types but the JDK's. Stateless. */
final class TaskRequests {
    private TaskRequests() {}

    /** @throws IllegalArgumentException if it describes no task */
    static TaskSpec spec(
            String intent,
            @Nullable String user,
            long ttlMs,
            @Nullable Object budgets,
            @Nullable Object labels,
            @Nullable Object tools) {
        final Map<String, Long> limits = new LinkedHashMap<>();
        if (budgets instanceof Map<?, ?> map) {
            map.forEach((name, limit) -> limits.put(String.valueOf(name), ((Number) limit).longValue()));
        }
        return new TaskSpec(intent, user, ttlMs, limits, texts(labels), texts(tools));
    }

    private static List<String> texts(@Nullable Object several) {
        final List<String> texts = new ArrayList<>();
        if (several instanceof Iterable<?> each) {
            each.forEach(text -> texts.add(String.valueOf(text)));
        }
        return texts;
    }
}
