package dev.remit.javaagent.hooks.apachehttp5;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;

/** A future is fulfilled, and calls its caller back. */
final class CallbackAdvice {
    private CallbackAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.This Object future) {
        RemitGate.resume(site, future);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
