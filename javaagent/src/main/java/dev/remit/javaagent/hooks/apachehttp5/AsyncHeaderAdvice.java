package dev.remit.javaagent.hooks.apachehttp5;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.core5.http.HttpRequest;

/** As {@link ClassicHeaderAdvice}; a request that is repeated with credentials is written on the reactor's thread. */
final class AsyncHeaderAdvice {
    private AsyncHeaderAdvice() {}

    @Advice.OnMethodEnter
    static void enter(
            @Site int site, @Advice.Argument(0) HttpRequest request, @Advice.Argument(2) AsyncExecChain.Scope scope) {
        RemitGate.resume(site, scope.exchangeId);
        request.removeHeaders("Remit-Task");
        final String token = RemitGate.taskToken(site);
        if (token != null) {
            request.setHeader("Remit-Task", token);
        }
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
