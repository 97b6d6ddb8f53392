package dev.remit.javaagent.hooks.task;

import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.TaskUser;
import java.util.concurrent.CompletionStage;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** A call of a bound method is a task, which is over when the call is, or what it returned is complete. */
final class TaskAdvice {
    private TaskAdvice() {}

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
