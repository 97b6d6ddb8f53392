package dev.remit.engine.session;

import dev.remit.cedar.eval.Value;
import dev.remit.engine.Category;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bounded objective: what it is for, on whose behalf, until when, and how much of it may be done. A task within a task can only
 * do less: it ends no later, each of its calls counts for both, it has the parent's labels, and only tools that the parent has.
 *
 * <p>Thread-safe without a lock; asking allocates nothing.
 */
public final class Task {
    private static final String[] NO_TOOLS = {};

    /**
     * What a task lies in, in other processes.
     *
     * @param path the ids of those tasks, the outermost first, each before a slash
     * @param chain the SPIFFE IDs of who opened them
     */
    record Beyond(String path, List<String> chain) {
        static final Beyond NOTHING = new Beyond("", List.of());
    }

    private final String id;
    private final String path;
    private final TaskSpec spec;
    private final @Nullable Task parent;
    private final @Nullable String user;
    private final long openedMs;
    private final long deadlineMs;
    private final Budget[] budgets;
    private final String[] tools;
    private final int depth;
    private final List<String> chain;
    private final Value chainValue;
    private final NameSet labels = new NameSet();
    private final Grants grants = new Grants();

    private volatile boolean closed;

    /**
     * For {@link Tasks}.
     *
     * @param opener the SPIFFE ID of who opens it
     * @param beyond what it lies in, in other processes
     */
    Task(String id, TaskSpec spec, @Nullable Task parent, String opener, Beyond beyond, long nowMs) {
        this.id = id;
        this.spec = spec;
        this.parent = parent;
        this.openedMs = nowMs;
        this.path = parent == null ? beyond.path + id : parent.path + '/' + id;
        this.user = spec.user() != null || parent == null ? spec.user() : parent.user;
        final long own = spec.ttlMs() == 0 ? Long.MAX_VALUE : nowMs + spec.ttlMs();
        this.deadlineMs = parent == null ? own : Math.min(own, parent.deadlineMs);
        this.budgets = spec.budgets().entrySet().stream()
                .map(each -> new Budget(each.getKey(), each.getValue()))
                .toArray(Budget[]::new);
        this.tools = spec.tools().toArray(NO_TOOLS);
        final List<String> links = new ArrayList<>(parent == null ? beyond.chain : parent.chain);
        this.depth = parent == null ? beyond.chain.size() : parent.depth + 1;
        links.add(opener);
        this.chain = List.copyOf(links);
        this.chainValue = Value.set(chain.stream().map(Value::of).toList());
        spec.labels().forEach(labels::add);
        if (parent != null) {
            parent.labels.list().forEach(labels::add);
        }
    }

    /** Unlike every other task's: the intent and random digits. */
    public String id() {
        return id;
    }

    /** The ids of the tasks it lies in and its own, the outermost first, between slashes: what records say. */
    public String path() {
        return path;
    }

    /** What it is for. */
    public String intent() {
        return spec.intent();
    }

    /** The person on whose behalf; null for nobody's. */
    public @Nullable String user() {
        return user;
    }

    /** The task that it is a part of. */
    public @Nullable Task parent() {
        return parent;
    }

    /** How many tasks it lies in, those in other processes too. */
    public int depth() {
        return depth;
    }

    /** The SPIFFE IDs of who opened the tasks it lies in and itself, the outermost first. */
    public List<String> chain() {
        return chain;
    }

    /** {@link #chain} as a Cedar set. */
    public Value chainValue() {
        return chainValue;
    }

    /** When it was opened, in milliseconds since the epoch. */
    public long openedMs() {
        return openedMs;
    }

    /** When it ends at the latest, in milliseconds since the epoch; {@link Long#MAX_VALUE} for no such time. */
    public long deadlineMs() {
        return deadlineMs;
    }

    /** A Cedar set of what it touches. */
    public Value labels() {
        return labels.value();
    }

    /** What it touches. */
    public List<String> labelNames() {
        return labels.list();
    }

    /** The only tools it and the tasks it lies in may call; empty for all. */
    public List<String> tools() {
        List<String> left = List.of();
        for (Task each = this; each != null; each = each.parent) {
            if (each.tools.length > 0) {
                left = left.isEmpty()
                        ? List.of(each.tools)
                        : left.stream().filter(each::hasTool).toList();
            }
        }
        return left;
    }

    /** What is left of each budget that bounds it, by name. Allocates. */
    public Map<String, Long> budgetsLeft() {
        final Map<String, Long> left = new LinkedHashMap<>();
        for (Task each = this; each != null; each = each.parent) {
            for (Budget budget : each.budgets) {
                left.merge(budget.name(), budget.left(0), Math::min);
            }
        }
        return left;
    }

    /**
     * What is left of the budget of that name for a call that {@link #reserve} has taken off, and this call itself; -1 where none
     * bounds it.
     */
    public long left(String budgetName, Category category, @Nullable String tool) {
        long left = -1;
        for (Task each = this; each != null; each = each.parent) {
            for (Budget budget : each.budgets) {
                if (budget.name().equals(budgetName)) {
                    final long own = budget.left(budget.counts(category, tool) ? 1 : 0);
                    left = left < 0 ? own : Math.min(left, own);
                }
            }
        }
        return left;
    }

    /** What widens it. */
    public Grants grants() {
        return grants;
    }

    /** It touches what this label stands for, from now on. */
    public void label(String label) {
        labels.add(label);
    }

    /** Whether it was closed itself. */
    public boolean isOver() {
        return closed;
    }

    /** Whether it is over, or one that it lies in is. */
    public boolean isClosed() {
        for (Task each = this; each != null; each = each.parent) {
            if (each.closed) {
                return true;
            }
        }
        return false;
    }

    /** It is over; whether it was not before. */
    boolean close() {
        final boolean was = closed;
        closed = true;
        return !was;
    }

    /**
     * Takes a call off all budgets that count it.
     *
     * @param tool the tool's name; null for a call of another kind
     * @param granted whether a grant covers the call, so that neither the list of tools nor a budget bounds it
     * @return why the task can't make the call, or null; it is taken off in any case
     */
    public @Nullable String reserve(Category category, @Nullable String tool, boolean granted, long nowMs) {
        @Nullable String problem = null;
        for (Task each = this; each != null; each = each.parent) {
            for (Budget budget : each.budgets) {
                if (budget.counts(category, tool) && !budget.reserve() && !granted) {
                    problem = each.problem("has no " + budget.name() + " left of its budget of " + budget.limit());
                }
            }
            if (tool != null && each.tools.length > 0 && !each.hasTool(tool) && !granted) {
                problem = each.problem("has no tool of that name");
            }
            if (each.closed) {
                problem = each.problem("is closed");
            }
        }
        if (nowMs >= deadlineMs) {
            problem = problem("is past its deadline");
        }
        return problem;
    }

    /** What {@link #reserve} took is given back: the call is not made. */
    public void takeBack(Category category, @Nullable String tool) {
        for (Task each = this; each != null; each = each.parent) {
            for (Budget budget : each.budgets) {
                if (budget.counts(category, tool)) {
                    budget.takeBack();
                }
            }
        }
    }

    private boolean hasTool(String tool) {
        for (String each : tools) {
            if (each.equals(tool)) {
                return true;
            }
        }
        return false;
    }

    private String problem(String what) {
        return "the task " + id + " " + what;
    }
}
