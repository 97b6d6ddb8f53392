package dev.remit.javaagent.enforce;

import dev.remit.engine.session.Task;
import dev.remit.engine.session.TaskSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the application asks for itself: tasks, grants, labels, the work of an AI agent. It is told what can't be done, in
 * {@code enforce}; in {@code observe} it goes on without, and the journal says so. Thread-safe.
 */
final class TaskRequests {
    private final PoliciesInForce policies;
    private final FailClosed failClosed;
    private final Stacks stacks;
    private final Problems problems;

    TaskRequests(PoliciesInForce policies, FailClosed failClosed, Stacks stacks, Problems problems) {
        this.policies = policies;
        this.failClosed = failClosed;
        this.stacks = stacks;
        this.problems = problems;
    }

    /** A method that is bound to a task begins. */
    void begin(int site, @Nullable Object user) {
        final Object begun = asked(stack -> {
            scopes().beginBound(stack, site, user);
            return stack;
        });
        final @Nullable CallStack here = begun == null ? stacks.get() : null;
        if (here != null && !here.isGuarding()) {
            // It can't be opened, and the method runs all the same: its end is to find something of its own.
            here.absorb(site);
        }
    }

    @Nullable
    Object open(
            String intent,
            @Nullable String user,
            long ttlMs,
            @Nullable Object budgets,
            @Nullable Object labels,
            @Nullable Object tools) {
        return asked(stack -> scopes().openTask(stack, spec(intent, user, ttlMs, budgets, labels, tools)));
    }

    void close(@Nullable Object handle) {
        // A task that stays open would have what this thread does next.
        asked(Problems.TRIES, stack -> {
            if (handle instanceof OpenScope scope && !scopes().close(stack, scope)) {
                problems.refused("task-closed-twice", "the task " + scope + " was closed once more after it was over");
            }
            return null;
        });
    }

    void grant(@Nullable Object handle, String action, @Nullable String resource, String why, long ttlMs, long uses) {
        asked(stack -> {
            final @Nullable Task task = handle instanceof OpenScope scope ? scope.task() : null;
            if (task != null) {
                scopes().grant(task, action, resource, why, ttlMs, uses);
            }
            return null;
        });
    }

    void label(String label) {
        asked(stack -> {
            scopes().label(stack, label);
            return null;
        });
    }

    @Nullable
    Object openAgent(String name, @Nullable Object session) {
        return asked(stack -> scopes().openAgent(stack, name, session));
    }

    private Scopes scopes() {
        return policies.decisions().scopes();
    }

    private @Nullable Object asked(Function<CallStack, @Nullable Object> what) {
        return asked(1, what);
    }

    private @Nullable Object asked(int tries, Function<CallStack, @Nullable Object> what) {
        @Nullable CallStack mine = null;
        try {
            final CallStack stack = stacks.get();
            if (stack.isGuarding()) {
                return null;
            }
            mine = stack.enter();
            return what.apply(stack);
        } catch (IllegalArgumentException | IllegalStateException e) {
            takeBack(mine);
            problems.refused("task-refused", String.valueOf(e.getMessage()));
            if (failClosed.isEnforcing()) {
                throw e;
            }
            return null;
        } catch (Throwable t) {
            takeBack(mine);
            if (tries > 1) {
                problems.fault(t);
            } else {
                failClosed.refuse(t);
            }
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
        return tries > 1 ? asked(tries - 1, what) : null;
    }

    /** What was opened and can't be handed out is over. */
    private void takeBack(@Nullable CallStack mine) {
        try {
            while (mine != null && mine.depth() > mine.entered) {
                scopes().ended(mine.at(mine.depth() - 1));
                mine.backTo(mine.depth() - 1);
            }
        } catch (Throwable t) {
            problems.fault(t);
        }
    }

    /**
     * A task's description of what came through the gate, which knows no types but the JDK's.
     *
     * @throws IllegalArgumentException if it describes no task
     */
    private static TaskSpec spec(
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
