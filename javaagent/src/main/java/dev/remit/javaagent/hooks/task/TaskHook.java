package dev.remit.javaagent.hooks.task;

import dev.remit.engine.NamedMethod;
import dev.remit.engine.session.TaskBinding;
import dev.remit.javaagent.weave.Advised;
import dev.remit.javaagent.weave.BoundTask;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import dev.remit.javaagent.weave.TaskUser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Methods that the configuration makes tasks. */
public final class TaskHook implements Hook {
    private static final String ADVICE = "dev.remit.javaagent.hooks.task.TaskHook$Task";

    private final List<CallSite> sites = new ArrayList<>();

    /** @param bindings those of the configuration */
    public TaskHook(List<TaskBinding> bindings) {
        for (TaskBinding binding : bindings) {
            for (NamedMethod entry : binding.entries()) {
                sites.add(task(entry, binding));
            }
        }
    }

    /** A method of the application, a call of which is a task. */
    static CallSite task(NamedMethod entry, TaskBinding binding) {
        return new CallSite(
                null,
                new Target(entry.className(), entry.method(), entry.arguments(), false, List.of(), null, 0),
                new Advised(List.of(Advised.Advice.of(ADVICE)), new BoundTask(binding)));
    }

    @Override
    public Library library() {
        return Library.of("tasks");
    }

    @Override
    public List<CallSite> callSites() {
        return sites;
    }

    /** A call of a bound method is a task, which is over when the call is, or what it returned is complete. */
    static final class Task {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @TaskUser Object user) {
            RemitGate.task(site, user);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object result,
                @Advice.Thrown Throwable thrown) {
            if (result instanceof CompletionStage) {
                RemitGate.endLater(site, result, thrown);
            } else {
                RemitGate.end(site, null, thrown);
            }
        }
    }
}
