package dev.remit.javaagent.hooks.apachehttp5;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.async.AsyncExecChain;

/** A connection has been leased, perhaps on the thread that gave it back, and goes on with the exchange that waited for it. */
final class RouteAdvice {
    private RouteAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(3) AsyncExecChain.Scope scope) {
        RemitGate.resume(site, scope.exchangeId);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
