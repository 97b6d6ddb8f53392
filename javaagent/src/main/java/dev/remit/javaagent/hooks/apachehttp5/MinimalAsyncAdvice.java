package dev.remit.javaagent.hooks.apachehttp5;

import dev.remit.javaagent.weave.Site;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;

/**
 * A request of a minimal asynchronous client, which follows no redirect; it goes where its authority says. It ends when its
 * exchange handler is told so. A refusal fails the handler.
 */
final class MinimalAsyncAdvice {
    private MinimalAsyncAdvice() {}

    @Advice.OnMethodEnter
    static Object enter(
            @Site int site,
            @Advice.Argument(value = 1, readOnly = false) AsyncClientExchangeHandler handler,
            @Advice.Argument(4) HttpRequest request)
            throws HttpException {
        final Object exchange = handler;
        final String refusal = RemitGate.http(
                site,
                exchange,
                request.getMethod(),
                request.getScheme(),
                request.getAuthority() == null ? null : request.getAuthority().getHostName(),
                request.getAuthority() == null ? -1 : request.getAuthority().getPort(),
                request.getPath());
        if (refusal != null) {
            throw new HttpException(refusal);
        }
        RemitGate.carry(site, exchange);
        request.removeHeaders("Remit-Task");
        final String token = RemitGate.taskToken(site);
        if (token != null) {
            request.setHeader("Remit-Task", token);
        }
        final Object pending = RemitGate.endLater(site, handler, null);
        handler = (AsyncClientExchangeHandler) Proxy.newProxyInstance(
                AsyncClientExchangeHandler.class.getClassLoader(),
                new Class<?>[] {AsyncClientExchangeHandler.class},
                (InvocationHandler) pending);
        RemitGate.resume(site, exchange);
        return pending;
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    @SuppressWarnings("unchecked")
    static void exit(@Site int site, @Advice.Enter Object pending, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
        if (thrown != null) {
            ((Consumer<Throwable>) pending).accept(thrown);
        }
    }
}
