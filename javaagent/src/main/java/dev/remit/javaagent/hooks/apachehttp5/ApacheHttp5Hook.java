package dev.remit.javaagent.hooks.apachehttp5;

import static dev.remit.engine.Category.HTTP;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Given;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;

/**
 * In the full clients every hop and retry passes the protocol handler of the execution chain, and whatever is written its last; the
 * minimal clients have no chain. What an asynchronous client does on its reactor's threads, connecting and calling back, is the doing of whoever
 * called it.
 */
public final class ApacheHttp5Hook extends LibraryHook {
    private static final String CLIENT = "org.apache.hc.client5.http.";
    private static final String CLASSIC = CLIENT + "impl.classic.";
    private static final String ASYNC = CLIENT + "impl.async.";
    private static final String CORE = "org.apache.hc.core5.";
    private static final String NIO = CORE + "http.nio.";
    private static final String FUTURE = CORE + "concurrent.BasicFuture";

    /** What {@code execute} of a minimal asynchronous client hands to its exchange handler, to be called with the request. */
    private static final String[] REQUEST_CHANNEL = {
        CLIENT + "protocol.HttpClientContext",
        NIO + "AsyncClientExchangeHandler",
        NIO + "HandlerFactory",
        CORE + "concurrent.ComplexCancellable",
        CORE + "http.HttpRequest",
        CORE + "http.EntityDetails",
        CORE + "http.protocol.HttpContext"
    };

    /** The table of Apache HttpClient 5. */
    public ApacheHttp5Hook() {
        super("Apache HttpClient 5", List.of("5.2+"), "httpclient5");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                decided(HTTP, Target.anyOf(CLASSIC + "ProtocolExec", "execute"), call("Hop")),
                told(Target.anyOf(CLASSIC + "MainClientExec", "execute"), advice("Header")),
                decided(
                        HTTP,
                        Target.anyOf(CLASSIC + "MinimalHttpClient", "doExecute"),
                        call("Minimal"),
                        advice("Header")),
                decided(HTTP, Target.anyOf(ASYNC + "AsyncProtocolExec", "execute"), call("AsyncHop", "Pending")),
                told(Target.anyOf(ASYNC + "HttpAsyncMainClientExec", "execute"), call("Exchange"), advice("Header")),
                told(Target.anyOf(ASYNC + "H2AsyncMainClientExec", "execute"), call("Exchange"), advice("Header")),
                minimalAsync("MinimalHttpAsyncClient"),
                minimalAsync("MinimalH2AsyncClient"),
                told(Target.anyOf(ASYNC + "AsyncConnectExec", "proceedToNextHop"), call("Route")),
                carried(CORE + "reactor.IOSessionRequest"),
                told(
                        Target.anyOf(CORE + "reactor.SingleCoreIOReactor", "processConnectionRequest"),
                        call("Connection")),
                carried(CORE + "concurrent.ComplexFuture"),
                goesOn(Target.anyOf(FUTURE, "completed")),
                goesOn(Target.anyOf(FUTURE, "failed")),
                goesOn(Target.of(FUTURE, "cancel", "boolean"), advice("Cancelled")));
    }

    private CallSite minimalAsync(String client) {
        return decided(
                HTTP,
                Target.of(ASYNC + client, "lambda$execute$*", REQUEST_CHANNEL),
                call("MinimalAsync", "Pending"),
                advice("Header"));
    }

    /**
     * A hop of a classic client. It goes where its route goes, whatever authority the request names. A refusal is an
     * {@link HttpException}, which the client does not retry and gives to its caller as a {@code ClientProtocolException}.
     */
    static final class Hop {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site,
                @Advice.Argument(0) ClassicHttpRequest request,
                @Advice.Argument(1) ExecChain.Scope scope)
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
        }
    }

    /**
     * A request is about to be written, within its hop: once more for each challenge to authenticate, and a task's token
     * is good once. What it has of a redirecting host, or of the application, is not taken along.
     */
    static final class Header {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Given HttpRequest request) {
            request.removeHeaders("Remit-Task");
            final String token = RemitGate.taskToken(site);
            if (token != null) {
                request.setHeader("Remit-Task", token);
            }
        }
    }

    /** A request of the minimal classic client, which follows no redirect. A refusal has the form that the full client gives it. */
    static final class Minimal {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site, @Advice.Argument(0) HttpHost target, @Advice.Argument(1) ClassicHttpRequest request)
                throws ClientProtocolException {
            final String refusal = RemitGate.http(
                    site,
                    request,
                    request.getMethod(),
                    target.getSchemeName(),
                    target.getHostName(),
                    target.getPort(),
                    request.getPath());
            if (refusal != null) {
                throw new ClientProtocolException(refusal, new HttpException(refusal));
            }
        }
    }

    /**
     * A hop of an asynchronous client, on the caller's thread or, after a redirect, on the reactor's. It ends when its callback is
     * called, or its future cancelled: a cancellation at the moment of connecting reaches no exchange, and nobody is called back. A refusal is an {@link HttpException}, which fails the caller's future and is not retried.
     */
    static final class AsyncHop {
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
                    AsyncExecCallback.class.getClassLoader(),
                    new Class<?>[] {AsyncExecCallback.class},
                    (InvocationHandler) pending);
            RemitGate.tie(site, pending, scope.cancellableDependency);
            RemitGate.resume(site, scope.exchangeId);
            return pending;
        }
    }

    /**
     * A request of a minimal asynchronous client, which follows no redirect; it goes where its authority says. It ends when its
     * exchange handler is told so. A refusal fails the handler.
     */
    static final class MinimalAsync {
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
                    request.getAuthority() == null
                            ? null
                            : request.getAuthority().getHostName(),
                    request.getAuthority() == null ? -1 : request.getAuthority().getPort(),
                    request.getPath());
            if (refusal != null) {
                throw new HttpException(refusal);
            }
            RemitGate.carry(site, exchange);
            final Object pending = RemitGate.endLater(site, handler, null);
            handler = (AsyncClientExchangeHandler) Proxy.newProxyInstance(
                    AsyncClientExchangeHandler.class.getClassLoader(),
                    new Class<?>[] {AsyncClientExchangeHandler.class},
                    (InvocationHandler) pending);
            RemitGate.resume(site, exchange);
            return pending;
        }
    }

    /** What was begun goes on, unless it could not be. */
    static final class Pending {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        @SuppressWarnings("unchecked")
        static void exit(@Site int site, @Advice.Enter Object pending, @Advice.Thrown Throwable thrown) {
            RemitGate.end(site, null, thrown);
            if (thrown != null) {
                ((Consumer<Throwable>) pending).accept(thrown);
            }
        }
    }

    /** A request is written, or repeated with credentials on the reactor's thread. */
    static final class Exchange {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(2) AsyncExecChain.Scope scope) {
            RemitGate.resume(site, scope.exchangeId);
        }
    }

    /** A connection has been leased, perhaps on the thread that gave it back, and goes on with the exchange that waited for it. */
    static final class Route {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(3) AsyncExecChain.Scope scope) {
            RemitGate.resume(site, scope.exchangeId);
        }
    }

    /** The reactor's thread makes a connection that was wished for. */
    static final class Connection {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(1) Object request) {
            RemitGate.resume(site, request);
        }
    }

    /** The caller has given its request up. */
    static final class Cancelled {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.This Object future, @Advice.Return boolean cancelled) {
            if (cancelled) {
                RemitGate.cancelled(site, future);
            }
        }
    }
}
