package dev.remit.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Describes a task, then opens it. Not thread-safe. */
public final class TaskBuilder {
    private static final int MAX_INTENT = 64;

    private final String intent;
    private final Map<String, Long> budgets = new LinkedHashMap<>();
    private final List<String> labels = new ArrayList<>();
    private final List<String> tools = new ArrayList<>();
    private @Nullable String user;
    private long ttlMs;

    TaskBuilder(String intent) {
        Objects.requireNonNull(intent, "intent");
        if (!intent.matches("[A-Za-z0-9._-]{1," + MAX_INTENT + "}")) {
            throw new IllegalArgumentException("a task has an intent, such as refund: at most " + MAX_INTENT
                    + " letters, digits, '.', '_' and '-'");
        }
        this.intent = intent;
    }

    /** The person on whose behalf; within another task it is that one's. */
    public TaskBuilder onBehalfOf(String person) {
        user = Remit.text("user", person);
        return this;
    }

    /**
     * After how long it is over at the latest; within another task that one's end may be sooner.
     *
     * @throws IllegalArgumentException if it is no time at all
     */
    public TaskBuilder ttl(Duration ttl) {
        if (ttl.toMillis() <= 0) {
            throw new IllegalArgumentException("a task's ttl is longer than nothing: ttl=" + ttl);
        }
        ttlMs = ttl.toMillis();
        return this;
    }

    /**
     * How many calls it may make.
     *
     * @param name {@code calls} for all of them, {@code tools}, {@code requests} or {@code secrets} for those of one kind, else a
     *     tool's name
     * @throws IllegalArgumentException if it is less than none
     */
    public TaskBuilder budget(String name, long calls) {
        if (calls < 0) {
            throw new IllegalArgumentException("a budget is 0 or more: " + name + "=" + calls);
        }
        budgets.put(Remit.text("budget", name), calls);
        return this;
    }

    /** What it touches from the start. */
    public TaskBuilder label(String label) {
        labels.add(Remit.text("label", label));
        return this;
    }

    /** A tool that it may call; once one is named, these alone. */
    public TaskBuilder tool(String name) {
        tools.add(Remit.text("tool", name));
        return this;
    }

    /**
     * Opens it on this thread. Work that is handed on from here takes it along.
     *
     * @throws IllegalStateException if the task in which it is opened is over
     * @throws IllegalArgumentException if it asks for what the task in which it is opened has not got
     */
    public Task open() {
        return new Task(
                Gate.openTask(intent, user, ttlMs, Map.copyOf(budgets), List.copyOf(labels), List.copyOf(tools)));
    }
}
