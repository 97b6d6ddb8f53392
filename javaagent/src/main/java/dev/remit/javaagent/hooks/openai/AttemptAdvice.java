package dev.remit.javaagent.hooks.openai;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** The first attempt to send it, or another, on whatever thread. */
final class AttemptAdvice {
    private AttemptAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(value = 3, typing = Assigner.Typing.DYNAMIC) Object request) {
        RemitGate.resume(site, request);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
