package dev.remit.javaagent.hooks.okhttp;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import okhttp3.internal.connection.RealCall;

/** An enqueued call runs, and calls back, on the dispatcher's thread. */
final class AsyncCallAdvice {
    private AsyncCallAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.This RealCall.AsyncCall call) {
        RemitGate.resume(site, call.getCall());
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
