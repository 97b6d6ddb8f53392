package dev.remit.engine.policy;

import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.SlotSource;
import dev.remit.engine.Category;
import dev.remit.engine.session.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attributes of {@code context.task}, which is absent outside of any task, for a frame. Not thread-safe. */
final class TaskSlots {
    /** The first of the numbers by which frames ask; the record's own. */
    static final int FIRST = 128;

    private static final int ID = FIRST + 1;
    private static final int INTENT = FIRST + 2;
    private static final int USER = FIRST + 3;
    private static final int AGE_MS = FIRST + 4;
    private static final int REMAINING_MS = FIRST + 5;
    private static final int DEPTH = FIRST + 6;
    private static final int CHAIN = FIRST + 7;
    private static final int LABELS = FIRST + 8;
    private static final int GRANTED = FIRST + 9;
    private static final int BUDGETS = FIRST + 10;

    /** The attributes, in the order of their numbers. */
    static final String[] NAMES = {
        "id", "intent", "user", "ageMs", "remainingMs", "depth", "chain", "labels", "granted", "budgets"
    };

    private static final int FIRST_BUDGET = FIRST + 1 + NAMES.length;

    private final @Nullable CompiledPolicies policies;
    private final String[] budgets;
    private @Nullable Task task;
    private Category category = Category.TOOL;
    private @Nullable String tool;
    private boolean granted;
    private long nowMs;

    TaskSlots(@Nullable CompiledPolicies policies) {
        this.policies = policies;
        final List<String> names = policies == null ? List.of() : policies.attributesRead(slot(BUDGETS));
        budgets = names.toArray(new String[0]);
    }

    private int slot(int attribute) {
        return ContextSlots.slot(policies, "task", NAMES[attribute - FIRST - 1]);
    }

    /** Has the frame ask {@code source}, which hands on what it is asked for here. */
    void serve(RequestFrame frame, SlotSource source) {
        frame.defer(ContextSlots.slot(policies, "task"), source, FIRST);
        for (int attribute = FIRST + 1; attribute <= FIRST + NAMES.length; attribute++) {
            frame.defer(slot(attribute), source, attribute);
        }
        for (int i = 0; i < budgets.length; i++) {
            frame.defer(ContextSlots.slot(policies, "task", "budgets", budgets[i]), source, FIRST_BUDGET + i);
        }
    }

    /**
     * Whose call it is.
     *
     * @param in the task; null for none
     * @param calledTool the tool's name; null for a call of another kind
     * @param isGranted whether a grant covers the call
     */
    void of(@Nullable Task in, Category ofCategory, @Nullable String calledTool, boolean isGranted, long atMs) {
        task = in;
        if (in == null) {
            tool = null;
            return;
        }
        category = ofCategory;
        tool = calledTool;
        granted = isGranted;
        nowMs = atMs;
    }

    /** See {@link SlotSource#bind}. */
    void bind(RequestFrame frame, int slot, int attribute) {
        final @Nullable Task in = task;
        if (in == null) {
            return;
        }
        if (attribute == FIRST) {
            frame.setRecord(slot);
        } else if (attribute >= FIRST_BUDGET) {
            final long left = in.left(budgets[attribute - FIRST_BUDGET], category, tool);
            if (left >= 0) {
                frame.setLong(slot, left);
            }
        } else {
            bind(frame, slot, attribute, in);
        }
    }

    private void bind(RequestFrame frame, int slot, int attribute, Task in) {
        switch (attribute) {
            case ID -> frame.setString(slot, in.id());
            case INTENT -> frame.setString(slot, in.intent());
            case USER -> {
                final @Nullable String behalf = in.user();
                if (behalf != null) {
                    frame.setString(slot, behalf);
                }
            }
            case AGE_MS -> frame.setLong(slot, Math.max(0, nowMs - in.openedMs()));
            case REMAINING_MS -> {
                if (in.deadlineMs() != Long.MAX_VALUE) {
                    frame.setLong(slot, Math.max(0, in.deadlineMs() - nowMs));
                }
            }
            case DEPTH -> frame.setLong(slot, in.depth());
            case CHAIN -> frame.set(slot, in.chainValue());
            case LABELS -> frame.set(slot, in.labels());
            case GRANTED -> frame.setBool(slot, granted);
            case BUDGETS -> frame.setRecord(slot);
            default -> throw new IllegalArgumentException("attribute=" + attribute);
        }
    }
}
