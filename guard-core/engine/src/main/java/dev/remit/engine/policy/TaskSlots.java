package dev.remit.engine.policy;

import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.engine.Category;
import dev.remit.engine.session.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where in the frame the attributes of {@code context.task} lie, which is absent outside of any task. Immutable. */
final class TaskSlots {
    private final int task;
    private final int id;
    private final int intent;
    private final int user;
    private final int ageMs;
    private final int remainingMs;
    private final int depth;
    private final int chain;
    private final int labels;
    private final int granted;
    private final int budgets;
    private final int[] budget;
    private final String[] budgetNames;

    TaskSlots(@Nullable CompiledPolicies policies) {
        task = ContextSlots.slot(policies, "task");
        id = slot(policies, "id");
        intent = slot(policies, "intent");
        user = slot(policies, "user");
        ageMs = slot(policies, "ageMs");
        remainingMs = slot(policies, "remainingMs");
        depth = slot(policies, "depth");
        chain = slot(policies, "chain");
        labels = slot(policies, "labels");
        granted = slot(policies, "granted");
        budgets = slot(policies, "budgets");
        final List<String> names = policies == null ? List.of() : policies.attributesRead(budgets);
        budgetNames = names.toArray(new String[0]);
        budget = new int[budgetNames.length];
        for (int i = 0; i < budget.length; i++) {
            budget[i] = ContextSlots.slot(policies, "task", "budgets", budgetNames[i]);
        }
    }

    private static int slot(@Nullable CompiledPolicies policies, String attribute) {
        return ContextSlots.slot(policies, "task", attribute);
    }

    /**
     * @param tool the tool's name; null for a call of another kind
     * @param isGranted whether a grant covers the call
     */
    void bind(RequestFrame frame, Task in, Category category, @Nullable String tool, boolean isGranted, long nowMs) {
        if (task < 0) {
            return;
        }
        frame.setRecord(task);
        if (id >= 0) {
            frame.setString(id, in.id());
        }
        if (intent >= 0) {
            frame.setString(intent, in.intent());
        }
        final @Nullable String behalf = in.user();
        if (user >= 0 && behalf != null) {
            frame.setString(user, behalf);
        }
        frame.setLong(ageMs, Math.max(0, nowMs - in.openedMs()));
        if (remainingMs >= 0 && in.deadlineMs() != Long.MAX_VALUE) {
            frame.setLong(remainingMs, Math.max(0, in.deadlineMs() - nowMs));
        }
        frame.setLong(depth, in.depth());
        if (chain >= 0) {
            frame.set(chain, in.chainValue());
        }
        if (labels >= 0) {
            frame.set(labels, in.labels());
        }
        frame.setBool(granted, isGranted);
        if (budgets >= 0) {
            bindBudgets(frame, in, category, tool);
        }
    }

    private void bindBudgets(RequestFrame frame, Task in, Category category, @Nullable String tool) {
        frame.setRecord(budgets);
        for (int i = 0; i < budget.length; i++) {
            final long left = in.left(budgetNames[i], category, tool);
            if (left >= 0) {
                frame.setLong(budget[i], left);
            }
        }
    }
}
