package dev.remit.javaagent.hooks.apachehttp4;

import static dev.remit.engine.Category.HTTP;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpException;
import org.apache.http.HttpRequest;
import org.apache.http.client.ClientProtocolException;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.concurrent.BasicFuture;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.client.RoutedRequest;
import org.apache.http.nio.protocol.HttpAsyncClientExchangeHandler;
import org.jspecify.annotations.Nullable;

/**
 * A classic client's hops and retries end in the last of its execution chain, behind the application's interceptors; a request goes
 * where its route goes, whatever host it names. An asynchronous client asks for a connection for each exchange, and writes each hop, on its
 * reactor's thread, from one object that stands for the exchange. A refusal is an {@link HttpException}, which no client retries.
 */
public final class ApacheHttp4Hook extends LibraryHook {
    private static final String IMPL = "org.apache.http.impl.";
    private static final String CLIENT = IMPL + "client.";
    private static final String CHAIN = IMPL + "execchain.";
    private static final String DIRECTOR = CLIENT + "DefaultRequestDirector";
    private static final String ASYNC = IMPL + "nio.client.";
    private static final String EXCHANGE = ASYNC + "AbstractClientExchangeHandler";
    private static final String REACTOR = IMPL + "nio.reactor.DefaultConnectingIOReactor";
    private static final String POOL = "org.apache.http.nio.pool.";
    private static final String FUTURE = "org.apache.http.concurrent.BasicFuture";

    /** The table of Apache HttpClient 4. */
    public ApacheHttp4Hook() {
        super("Apache HttpClient 4", List.of("4.4.", "4.5.", "4.1.5"), "httpclient", "httpasyncclient");
    }

    @Override
    protected List<CallSite> rows() {
        final List<CallSite> sites = new ArrayList<>(List.of(
                told(Target.anyOf(CHAIN + "ProtocolExec", "execute"), advice("Redirected")),
                decided(HTTP, Target.anyOf(CHAIN + "MainClientExec", "execute"), call("Hop")),
                decided(HTTP, Target.anyOf(CHAIN + "MinimalClientExec", "execute"), call("Hop")),
                decided(HTTP, Target.anyOf(DIRECTOR, "tryConnect"), call("DirectorHop")),
                goesOn(Target.anyOf(DIRECTOR, "tryExecute")),
                told(Target.anyOf(DIRECTOR, "execute"), advice("Directed")),
                told(Target.anyOf("org.apache.http.protocol.HttpRequestExecutor", "execute"), advice("Header")),
                told(Target.anyOf(CLIENT + "InternalHttpClient", "doExecute"), advice("Refused")),
                told(Target.anyOf(CLIENT + "MinimalHttpClient", "doExecute"), advice("Refused")),
                told(Target.anyOf(CLIENT + "AbstractHttpClient", "doExecute"), advice("Refused")),
                decided(HTTP, Target.of(EXCHANGE, "requestConnection"), call("AsyncHop", "Requested")),
                decided(HTTP, Target.of(EXCHANGE, "verifytRoute"), call("AsyncHop", "Verified")),
                told(Target.of(EXCHANGE, "markCompleted"), advice("Completed")),
                told(Target.anyOf(EXCHANGE, "failed"), advice("Failed")),
                told(
                        Target.anyOf(ASYNC + "MinimalClientExchangeHandlerImpl", "executionFailed"),
                        advice("MinimalFailed")),
                told(Target.of(EXCHANGE, "cancel"), advice("Cancelled")),
                told(Target.of(EXCHANGE, "close"), advice("Cancelled")),
                carried(POOL + "LeaseRequest"),
                told(Target.anyOf(POOL + "AbstractNIOConnPool", "processPendingRequest"), call("Leased")),
                told(Target.anyOf(REACTOR, "connect"), advice("Connect")),
                told(Target.anyOf(REACTOR + "$1", "run"), call("Connecting")),
                carried(FUTURE),
                goesOn(Target.anyOf(FUTURE, "completed")),
                goesOn(Target.anyOf(FUTURE, "failed")),
                goesOn(Target.of(FUTURE, "cancel", "boolean"))));
        for (String exchange : List.of("DefaultClientExchangeHandlerImpl", "MinimalClientExchangeHandlerImpl")) {
            sites.add(goesOn(Target.of(ASYNC + exchange, "generateRequest"), advice("AsyncHeader")));
            for (String step : List.of("produceContent", "responseReceived", "consumeContent", "responseCompleted")) {
                sites.add(goesOn(Target.anyOf(ASYNC + exchange, step)));
            }
        }
        return sites;
    }

    /** A hop of a classic client; retries have the same wrapper. */
    static final class Hop {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site, @Advice.Argument(0) HttpRoute route, @Advice.Argument(1) HttpRequestWrapper request)
                throws HttpException {
            final String refusal = RemitGate.http(
                    site,
                    request,
                    request.getRequestLine().getMethod(),
                    route.getTargetHost().getSchemeName(),
                    route.getTargetHost().getHostName(),
                    route.getTargetHost().getPort(),
                    request.getRequestLine().getUri());
            if (refusal != null) {
                throw new HttpException(refusal);
            }
            RemitGate.carry(site, request);
        }
    }

    /**
     * A redirect is about to be followed: it is made without a target, and its context still holds the hop before, whose
     * work it goes on with.
     */
    static final class Redirected {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site,
                @Advice.Argument(1) HttpRequestWrapper request,
                @Advice.Argument(2) HttpClientContext context) {
            if (request.getTarget() == null && context.getRequest() != null && context.getRequest() != request) {
                RemitGate.resume(site, context.getRequest());
                RemitGate.carry(site, request);
                RemitGate.end(site, null, null);
            }
        }
    }

    /**
     * A hop of the deprecated client, which connects in one method and sends in another: it ends with the next hop or with the
     * whole. The director serves one exchange.
     */
    @SuppressWarnings("deprecation") // so is the client
    static final class DirectorHop {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object director, @Advice.Argument(0) RoutedRequest hop)
                throws HttpException {
            final String refusal = RemitGate.http(
                    site,
                    director,
                    hop.getRequest().getMethod(),
                    hop.getRoute().getTargetHost().getSchemeName(),
                    hop.getRoute().getTargetHost().getHostName(),
                    hop.getRoute().getTargetHost().getPort(),
                    hop.getRequest().getOriginal().getRequestLine().getUri());
            if (refusal != null) {
                RemitGate.ended(site, director, null);
                throw new HttpException(refusal);
            }
            RemitGate.carry(site, director);
            RemitGate.tie(site, RemitGate.endLater(site, director, null), director);
            RemitGate.resume(site, director);
        }
    }

    /** The deprecated client has done all hops, or failed. */
    static final class Directed {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Site int site, @Advice.This Object director, @Advice.Thrown Throwable thrown) {
            RemitGate.ended(site, director, thrown);
        }
    }

    /**
     * A request is about to be written, within its hop: once more for each challenge to authenticate, and a task's token
     * is good once. What it has of a redirecting host, or of the application, is not taken along. A proxy that only opens a
     * tunnel is told nothing.
     */
    static final class Header {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(0) HttpRequest request) {
            if (!"CONNECT".equals(request.getRequestLine().getMethod())) {
                request.removeHeaders("Remit-Task");
                final String token = RemitGate.taskToken(site);
                if (token != null) {
                    request.setHeader("Remit-Task", token);
                }
            }
        }
    }

    /** The same, of an asynchronous client. */
    static final class AsyncHeader {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.Return HttpRequest request) {
            if (!"CONNECT".equals(request.getRequestLine().getMethod())) {
                request.removeHeaders("Remit-Task");
                final String token = RemitGate.taskToken(site);
                if (token != null) {
                    request.setHeader("Remit-Task", token);
                }
            }
        }
    }

    /** The client gives a failure of the protocol to its caller without saying what it was; a refusal is to be read. */
    static final class Refused {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Thrown(readOnly = false) Throwable thrown) {
            if (thrown instanceof ClientProtocolException
                    && thrown.getMessage() == null
                    && thrown.getCause() instanceof HttpException
                    && thrown.getCause().getMessage() != null
                    && thrown.getCause().getMessage().startsWith("Remit refused ")) {
                thrown = new ClientProtocolException(thrown.getCause().getMessage(), thrown.getCause());
            }
        }
    }

    /**
     * An exchange asks for a connection, or writes a request: a redirect to the same host needs no other connection. Its first hop
     * and each that differs from the last is decided; the last one has ended then. A request that only opens a tunnel for another
     * is a part of that.
     */
    static final class AsyncHop {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable String enter(
                @Site int site,
                @Advice.This Object exchange,
                @Advice.FieldValue("routeRef") AtomicReference<HttpRoute> routeOf,
                @Advice.FieldValue("requestRef") AtomicReference<HttpRequestWrapper> requestOf) {
            final HttpRoute route = routeOf.get();
            final HttpRequestWrapper hop = requestOf.get();
            if (route != null
                    && hop != null
                    && !(route.isTunnelled()
                            && "CONNECT".equals(hop.getRequestLine().getMethod()))) {
                final String refusal = RemitGate.http(
                        site,
                        exchange,
                        hop.getRequestLine().getMethod(),
                        route.getTargetHost().getSchemeName(),
                        route.getTargetHost().getHostName(),
                        route.getTargetHost().getPort(),
                        hop.getRequestLine().getUri());
                if (refusal != null) {
                    RemitGate.ended(site, exchange, null);
                    return refusal;
                }
                RemitGate.carry(site, exchange);
                RemitGate.tie(site, RemitGate.endLater(site, exchange, null), exchange);
            }
            RemitGate.resume(site, exchange);
            return null;
        }
    }

    /** No connection is asked for. After a redirect no connection is left that an exception could be told to. */
    static final class Requested {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.This HttpAsyncClientExchangeHandler exchange,
                @Advice.Enter @Nullable String refusal,
                @Advice.Thrown Throwable thrown) {
            if (refusal != null) {
                exchange.failed(new HttpException(refusal));
            } else {
                RemitGate.end(site, null, thrown);
            }
        }
    }

    /** Nothing is written. */
    static final class Verified {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter @Nullable String refusal,
                @Advice.Thrown(readOnly = false) Throwable thrown) {
            if (refusal != null) {
                thrown = new HttpException(refusal);
            } else {
                RemitGate.end(site, null, thrown);
            }
        }
    }

    /** The minimal client forgets its caller where an exchange fails: for a refusal, that one would wait for ever. */
    static final class MinimalFailed {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(0) Exception thrown, @Advice.FieldValue("resultFuture") BasicFuture<?> future) {
            if (thrown instanceof HttpException
                    && thrown.getMessage() != null
                    && thrown.getMessage().startsWith("Remit refused ")) {
                future.failed(thrown);
            }
        }
    }

    /** The answer is there. */
    static final class Completed {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object exchange) {
            RemitGate.ended(site, exchange, null);
        }
    }

    /** There will be no answer. */
    static final class Failed {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object exchange, @Advice.Argument(0) Exception thrown) {
            RemitGate.ended(site, exchange, thrown);
        }
    }

    /** The exchange is over, and if it has not ended, nobody waits for it. */
    static final class Cancelled {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object exchange) {
            RemitGate.cancelled(site, exchange);
        }
    }

    /** A connection is looked for, perhaps on the thread that has given one back. */
    static final class Leased {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(0) Object request) {
            RemitGate.resume(site, request);
        }
    }

    /** A connection is to be made, by the reactor's thread. The address is made for it, and is all that is handed over. */
    static final class Connect {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(0) Object address) {
            RemitGate.carry(site, address);
        }
    }

    /** It is made there. */
    static final class Connecting {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.FieldValue("val$targetAddress") Object address) {
            RemitGate.resume(site, address);
        }
    }
}
