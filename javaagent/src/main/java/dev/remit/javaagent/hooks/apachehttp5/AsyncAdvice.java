package dev.remit.javaagent.hooks.apachehttp5;

import dev.remit.javaagent.weave.Site;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;

/**
 * A hop of an asynchronous client, on the caller's thread or, after a redirect, on the reactor's. It ends when its callback is
 * called. A refusal is an {@link HttpException}, which fails the caller's future and is not retried.
 */
final class AsyncAdvice {
    private AsyncAdvice() {}

    @Advice.OnMethodEnter
    static Object enter(
            @Site int site,
            @Advice.Argument(0) HttpRequest request,
            @Advice.Argument(2) AsyncExecChain.Scope scope,
            @Advice.Argument(value = 4, readOnly = false) AsyncExecCallback callback)
            throws HttpException {
        final String refusal = RemitGate.http(
                site,
                scope.exchangeId,
                request.getMethod(),
                scope.route.getTargetHost().getSchemeName(),
                scope.route.getTargetHost().getHostName(),
                scope.route.getTargetHost().getPort(),
                request.getPath());
        if (refusal != null) {
            throw new HttpException(refusal);
        }
        RemitGate.carry(site, scope.exchangeId);
        final Object pending = RemitGate.endLater(site, callback, null);
        callback = (AsyncExecCallback) Proxy.newProxyInstance(
                AsyncExecCallback.class.getClassLoader(), new Class<?>[] {AsyncExecCallback.class}, (InvocationHandler)
                        pending);
        RemitGate.resume(site, scope.exchangeId);
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
