package dev.remit.javaagent.hooks.apachehttp5;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;

/** The reactor's thread makes a connection that was wished for. */
final class ConnectionAdvice {
    private ConnectionAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(1) Object request) {
        RemitGate.resume(site, request);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
