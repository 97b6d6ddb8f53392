package dev.remit.javaagent.hooks.task;

import dev.remit.engine.session.TaskBinding;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.ArrayList;
import java.util.List;

/** Methods that the configuration makes tasks. */
public final class TaskHook implements Hook {
    /** What is woven into such a method. */
    static final String ADVICE = "dev.remit.javaagent.hooks.task.TaskAdvice";

    private final List<CallSite> sites = new ArrayList<>();

    /** @param bindings those of the configuration */
    public TaskHook(List<TaskBinding> bindings) {
        for (TaskBinding binding : bindings) {
            for (TaskBinding.Entry entry : binding.entries()) {
                sites.add(CallSite.task(entry.className(), entry.method(), entry.arguments(), ADVICE, binding));
            }
        }
    }

    @Override
    public String library() {
        return "tasks";
    }

    @Override
    public List<CallSite> callSites() {
        return sites;
    }
}
