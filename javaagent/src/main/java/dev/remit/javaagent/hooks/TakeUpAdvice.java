package dev.remit.javaagent.hooks;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;

/** It runs, here. */
final class TakeUpAdvice {
    private TakeUpAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.This Object task) {
        RemitGate.takeUp(site, task);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
