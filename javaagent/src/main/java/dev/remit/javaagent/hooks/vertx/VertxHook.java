package dev.remit.javaagent.hooks.vertx;

import static dev.remit.engine.Category.HTTP;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Given;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * A request is asked for, and comes in a future once there is a connection; each hop of a redirect is asked for anew. There it is
 * decided, before a connection is sought, by the address that it goes to; and asked again where its head is written, for the
 * application may have changed it by then. It is known by the future, in version 5 by a path of its own, and then by itself.
 *
 * <p>The rest is done on event loops: a connection is a part of the request that waits for it, and what handlers are told is the doing
 * of whoever asked for the request.
 */
public final class VertxHook extends LibraryHook {
    private static final String CORE = "io.vertx.core.";
    private static final String HTTP_PACKAGE = CORE + "http.impl.";
    private static final String CLIENT = HTTP_PACKAGE + "HttpClientImpl";
    private static final String REQUEST_BASE = HTTP_PACKAGE + "HttpClientRequestBase";
    private static final String REQUEST = HTTP_PACKAGE + "HttpClientRequestImpl";
    private static final String RESPONSE = HTTP_PACKAGE + "HttpClientResponseImpl";
    private static final String FUTURE = CORE + "impl.future.FutureImpl";
    private static final String POOL_4 = CORE + "net.impl.pool.";
    private static final String POOL_5 = CORE + "internal.pool.";
    private static final String OPTIONS = CORE + "http.RequestOptions";
    private static final String SOCKET_OPTIONS = CORE + "http.WebSocketConnectOptions";
    private static final String ANSWER = CORE + "http.HttpClientResponse";
    private static final String FUNCTION = "java.util.function.Function";
    private static final String TEXT = "java.lang.String";
    private static final String FAILURE = "java.lang.Throwable";
    private static final String BODY = "io.netty.buffer.ByteBuf";

    /** The table of Vert.x' HTTP client. */
    public VertxHook() {
        super("Vert.x HTTP client", List.of("4.5.", "5.0."), "vertx-core");
    }

    @Override
    protected List<CallSite> rows() {
        final String promise4 = CORE + "impl.future.PromiseInternal";
        // Each version has a class that the other has not.
        final String in4 = CORE + "impl.future.Listener";
        final String in5 = CORE + "Completable";
        return List.of(
                decided(HTTP, Target.of(CLIENT, "doRequest", OPTIONS, promise4), call("Hop4", "Promised")),
                decided(
                        HTTP,
                        Target.of(
                                CLIENT,
                                "doRequest",
                                TEXT,
                                CORE + "http.HttpMethod",
                                CORE + "net.HostAndPort",
                                CORE + "net.Address",
                                "boolean",
                                TEXT,
                                CORE + "MultiMap",
                                TEXT,
                                "long",
                                "long",
                                "java.lang.Boolean",
                                CORE + "net.ClientSSLOptions",
                                CORE + "net.ProxyOptions"),
                        call("Hop5", "Asked5")),
                told(
                        Target.of(
                                CLIENT,
                                "createRequest",
                                CORE + "http.HttpConnection",
                                HTTP_PACKAGE + "HttpClientStream",
                                OPTIONS),
                        advice("Made5")),
                told(Target.of(FUTURE, "tryComplete", "java.lang.Object").beside(in4), call("Made4", "Completed4")),
                told(Target.of(FUTURE, "tryFail", FAILURE).beside(in4), advice("Failed4")),
                told(
                        Target.of(FUTURE, "completeInternal", "java.lang.Object", FAILURE),
                        call("Completing5", "Completed5")),
                decided(
                        HTTP,
                        Target.of(REQUEST, "doWrite", BODY, "boolean", "boolean", CORE + "Handler"),
                        call("Head", "Written4"),
                        advice("Header")),
                decided(
                        HTTP,
                        Target.of(REQUEST, "doWrite", BODY, "boolean", "boolean"),
                        call("Head", "Written5"),
                        advice("Header")),
                told(Target.of(CLIENT, "lambda$createRequest$*", FUNCTION, ANSWER), call("Redirect")),
                told(Target.of(CLIENT, "lambda$createRequest$*", FUNCTION, OPTIONS, ANSWER), call("Redirect")),
                told(Target.anyOf(REQUEST, "handleNextRequest"), advice("Next")),
                told(Target.of(REQUEST_BASE, "handleResponse", ANSWER), call("Notice")),
                told(Target.anyOf(REQUEST_BASE, "handlePush"), call("Notice")),
                told(Target.anyOf(REQUEST, "handleContinue"), call("Notice")),
                told(Target.anyOf(REQUEST, "handleEarlyHints"), call("Notice")),
                told(Target.anyOf(REQUEST, "handleDrained"), call("Notice")),
                told(Target.of(REQUEST, "handleException", FAILURE), call("Failure")),
                told(Target.of(REQUEST_BASE, "reset", "long"), advice("GivenUp")),
                told(Target.of(REQUEST_BASE, "reset", "long", FAILURE), advice("GivenUp")),
                told(Target.anyOf(RESPONSE, "handleChunk"), call("Part")),
                told(Target.anyOf(RESPONSE, "handleUnknownFrame"), call("Part")),
                told(Target.of(RESPONSE, "handleException", FAILURE), call("Part")),
                told(Target.anyOf(RESPONSE, "handleEnd"), call("Whole")),
                decided(
                        HTTP,
                        Target.of(HTTP_PACKAGE + "HttpClientBase", "webSocket", SOCKET_OPTIONS, promise4)
                                .beside(in4),
                        call("Upgrade", "Promised")),
                decided(
                        HTTP,
                        Target.of(
                                        HTTP_PACKAGE + "WebSocketClientImpl",
                                        "webSocket",
                                        CORE + "internal.ContextInternal",
                                        SOCKET_OPTIONS,
                                        CORE + "Promise")
                                .beside(in5),
                        call("Upgrade", "Promised")),
                carried(POOL_4 + "PoolWaiter"),
                told(Target.anyOf(POOL_4 + "SimpleConnectionPool", "connect"), call("Waiting")),
                carried(POOL_5 + "PoolWaiter"),
                told(Target.anyOf(POOL_5 + "SimpleConnectionPool", "connect"), call("Waiting")),
                told(Target.anyOf(CORE + "net.impl.NetClientImpl", "connectInternal*"), call("Connection")),
                told(Target.constructorsOf(CORE + "net.impl.ChannelProvider"), advice("Bootstrapped")),
                told(
                        Target.of("io.netty.bootstrap.Bootstrap", "init", "io.netty.channel.Channel")
                                .beside(CLIENT),
                        advice("Opened")),
                handing(CORE + "impl.ContextImpl", in4),
                handing(CORE + "impl.DuplicatedContext", in4),
                handing(CORE + "impl.ContextBase", in5));
    }

    /** A handler that is given to a future that is there already is run by the future's context, on another thread. */
    private CallSite handing(String context, String version) {
        return told(Target.of(context, "execute", "java.lang.Runnable").beside(version), advice("Handing"));
    }

    /** A request is asked for, of version 4: the promise is the future that the caller gets. */
    static final class Hop4 {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable String enter(
                @Site int site,
                @Advice.FieldValue("options") HttpClientOptions options,
                @Advice.Argument(0) RequestOptions request,
                @Advice.Argument(1) Object promise) {
            final SocketAddress server = request.getServer();
            final String host = request.getHost() == null ? options.getDefaultHost() : request.getHost();
            final int port = request.getPort() == null ? options.getDefaultPort() : request.getPort();
            final boolean ssl = request.isSsl() == null ? options.isSsl() : request.isSsl();
            final HttpMethod method = request.getMethod();
            final String refusal = RemitGate.http(
                    site,
                    promise,
                    method == null ? null : method.name(),
                    ssl ? "https" : "http",
                    server == null ? host : server.isDomainSocket() ? "unix:".concat(server.path()) : server.host(),
                    server == null ? port : server.isDomainSocket() ? -1 : server.port(),
                    request.getURI());
            if (refusal != null) {
                return refusal;
            }
            RemitGate.carry(site, promise);
            final Object ending = RemitGate.endLater(site, null, null);
            RemitGate.tie(site, ending, promise);
            if (ending == RemitGate.ending(site, promise)) {
                RemitGate.carry(site, ending);
            }
            RemitGate.resume(site, promise);
            return null;
        }
    }

    /** It was asked for, or the future fails. */
    static final class Promised {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Given Promise<?> promise,
                @Advice.Enter @Nullable String refusal,
                @Advice.Thrown Throwable thrown) {
            if (refusal != null) {
                promise.tryFail(new IOException(refusal));
            } else {
                RemitGate.end(site, null, thrown);
                if (thrown != null) {
                    RemitGate.ended(site, promise, thrown);
                }
            }
        }
    }

    /** A request is asked for, of version 5: the path is to be one that no other request has, for the request keeps it. */
    static final class Hop5 {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable String enter(
                @Site int site,
                @Advice.Argument(1) HttpMethod method,
                @Advice.Argument(3) Object address,
                @Advice.Argument(4) boolean ssl,
                @Advice.Argument(value = 5, readOnly = false) String path) {
            path = new String(path);
            // Of an address that is looked up in ways of the application's own only the name is known; what it leads to
            // is decided too.
            String host = address.toString();
            int port = -1;
            if (address instanceof SocketAddress server) {
                host = server.isDomainSocket() ? "unix:".concat(server.path()) : server.host();
                port = server.isDomainSocket() ? -1 : server.port();
            }
            final String refusal = RemitGate.http(site, path, method.name(), ssl ? "https" : "http", host, port, path);
            if (refusal != null) {
                return refusal;
            }
            RemitGate.carry(site, path);
            final Object ending = RemitGate.endLater(site, null, null);
            RemitGate.tie(site, ending, path);
            if (ending == RemitGate.ending(site, path)) {
                RemitGate.carry(site, ending);
            }
            RemitGate.resume(site, path);
            return null;
        }
    }

    /** It was asked for, or the future fails: it may have done so on another thread by now. */
    static final class Asked5 {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Argument(5) String path,
                @Advice.Enter @Nullable String refusal,
                @Advice.Return(readOnly = false) Future<?> future,
                @Advice.Thrown Throwable thrown) {
            if (refusal != null) {
                future = Future.failedFuture(new IOException(refusal));
            } else {
                RemitGate.end(site, null, thrown);
                if (thrown != null) {
                    RemitGate.ended(site, path, thrown);
                } else {
                    RemitGate.tie(site, RemitGate.ending(site, path), future);
                    if (future.failed()) {
                        RemitGate.ended(site, future, future.cause());
                    }
                }
            }
        }
    }

    /** There is a connection, and a request for it. */
    static final class Made5 {
        @Advice.OnMethodExit
        static void exit(
                @Site int site, @Advice.Argument(2) RequestOptions options, @Advice.Return HttpClientRequest request) {
            RemitGate.carryAs(site, options.getURI(), request);
            RemitGate.tie(site, RemitGate.ending(site, options.getURI()), request);
        }
    }

    /** As {@link Made5}, or there is a WebSocket: the future is about to say so. */
    static final class Made4 {
        @Advice.OnMethodEnter
        static boolean enter(@Site int site, @Advice.This Object future, @Advice.Argument(0) Object result) {
            if (result instanceof HttpClientRequest) {
                final Object ending = RemitGate.ending(site, future);
                if (ending != null) {
                    RemitGate.carryAs(site, future, result);
                    RemitGate.tie(site, ending, result);
                }
                RemitGate.resume(site, RemitGate.ending(site, result));
                return true;
            }
            if (result instanceof WebSocket) {
                RemitGate.ended(site, future, null);
            }
            return false;
        }
    }

    /** Who waited for the request was told. */
    static final class Completed4 {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Site int site, @Advice.Enter boolean resumed, @Advice.Thrown Throwable thrown) {
            if (resumed) {
                RemitGate.end(site, null, thrown);
            }
        }
    }

    /** There is no connection to be had. */
    static final class Failed4 {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object future, @Advice.Argument(0) Throwable failure) {
            RemitGate.ended(site, future, failure);
        }
    }

    /** Whoever waits for a request is about to be told. */
    static final class Completing5 {
        @Advice.OnMethodEnter
        static boolean enter(@Site int site, @Advice.Argument(0) Object result) {
            if (result instanceof HttpClientRequest) {
                RemitGate.resume(site, RemitGate.ending(site, result));
                return true;
            }
            return false;
        }
    }

    /** There is no connection to be had, or there is a WebSocket; behind it, for the other thread may not have tied the future before. */
    static final class Completed5 {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.This Object future,
                @Advice.Argument(0) Object result,
                @Advice.Argument(1) Throwable failure,
                @Advice.Enter boolean resumed,
                @Advice.Thrown Throwable thrown) {
            if (resumed) {
                RemitGate.end(site, null, thrown);
            } else if (failure != null || result instanceof WebSocket) {
                RemitGate.ended(site, future, failure);
            }
        }
    }

    /**
     * A request's head is about to be written, or a part of its body. One that is sent on a connection of the application's own is
     * decided here, by where that goes. A refusal is a failed response, and the connection goes back.
     */
    static final class Head {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable String enter(
                @Site int site, @Advice.This Object self, @Advice.FieldValue("headWritten") boolean written)
                throws ReflectiveOperationException {
            if (written) {
                RemitGate.resume(site, self);
                return null;
            }
            final HttpClientRequest request = (HttpClientRequest) self;
            String path = request.getURI();
            final int authority = path.indexOf("://");
            if (authority > 0 && path.charAt(0) != '/') {
                // To an HTTP proxy the path has become the whole URI.
                final int slash = path.indexOf('/', authority + 3);
                path = slash < 0 ? "/" : path.substring(slash);
            }
            final boolean asked = RemitGate.ending(site, self) != null;
            final SocketAddress server = asked ? null : request.connection().remoteAddress();
            final String refusal = RemitGate.http(
                    site,
                    self,
                    request.getMethod().name(),
                    request.connection().isSsl() ? "https" : "http",
                    server == null ? null : server.isDomainSocket() ? "unix:".concat(server.path()) : server.host(),
                    server == null || server.isDomainSocket() ? -1 : server.port(),
                    path);
            if (refusal != null) {
                final IOException failure = new IOException(refusal);
                RemitGate.ended(site, self, failure);
                ((Promise<?>) request.response()).tryFail(failure);
                // What it returns has changed with version 5.
                HttpClientRequest.class
                        .getMethod("reset", long.class, Throwable.class)
                        .invoke(self, 0L, failure);
                return refusal;
            }
            RemitGate.carry(site, self);
            final Object ending = RemitGate.endLater(site, null, null);
            RemitGate.tie(site, ending, self);
            if (ending == RemitGate.ending(site, self)) {
                RemitGate.carry(site, ending);
            }
            RemitGate.resume(site, self);
            return null;
        }
    }

    /** It is written, or nothing is. */
    static final class Written4 {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Argument(3) Handler<AsyncResult<Void>> handler,
                @Advice.Enter @Nullable String refusal,
                @Advice.Thrown Throwable thrown) {
            if (refusal == null) {
                RemitGate.end(site, null, thrown);
            } else if (handler != null) {
                handler.handle(Future.failedFuture(new IOException(refusal)));
            }
        }
    }

    /** As {@link Written4}. */
    static final class Written5 {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter @Nullable String refusal,
                @Advice.Return(readOnly = false) Future<Void> written,
                @Advice.Thrown Throwable thrown) {
            if (refusal == null) {
                RemitGate.end(site, null, thrown);
            } else {
                written = Future.failedFuture(new IOException(refusal));
            }
        }
    }

    /** The head is about to be written. What it has of a redirecting host, or of the application, is not taken along. */
    static final class Header {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site,
                @Advice.This Object self,
                @Advice.FieldValue("headWritten") boolean written,
                @Advice.FieldValue("headers") MultiMap headers) {
            if (!written) {
                final String token = RemitGate.taskToken(site);
                if (token != null) {
                    ((HttpClientRequest) self).headers().set("Remit-Task", token);
                } else if (headers != null) {
                    headers.remove("Remit-Task");
                }
            }
        }
    }

    /** Where a response redirects to is asked for, as a part of the request that was redirected. */
    static final class Redirect {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Given HttpClientResponse response) {
            RemitGate.resume(site, response.request());
        }
    }

    /** It is sent in the place of this one, and for whoever asked for this one. */
    static final class Next {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object self, @Advice.Argument(0) Object next) {
            RemitGate.carryAs(site, RemitGate.ending(site, self), RemitGate.ending(site, next));
        }
    }

    /** A handler is told of a response, or of how the request fares. */
    static final class Notice {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object request) {
            RemitGate.resume(site, RemitGate.ending(site, request));
        }
    }

    /** The request has failed. */
    static final class Failure {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object request, @Advice.Argument(0) Throwable failure) {
            RemitGate.ended(site, request, failure);
            RemitGate.resume(site, RemitGate.ending(site, request));
        }
    }

    /** The application has given its request up. */
    static final class GivenUp {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object request) {
            RemitGate.cancelled(site, request);
        }
    }

    /** A part of a response has come in. */
    static final class Part {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.FieldValue("request") Object request) {
            RemitGate.resume(site, RemitGate.ending(site, request));
        }
    }

    /** A response has come in as a whole. */
    static final class Whole {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.FieldValue("request") Object request) {
            RemitGate.ended(site, request, null);
            RemitGate.resume(site, RemitGate.ending(site, request));
        }
    }

    /** A WebSocket is asked for: of the client for both, in version 4, or of one for WebSockets alone. */
    static final class Upgrade {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable String enter(
                @Site int site,
                @Advice.FieldValue("options") ClientOptionsBase options,
                @Given(readOnly = false) WebSocketConnectOptions socket,
                @Given Promise<?> promise) {
            String host = socket.getHost();
            Integer port = socket.getPort();
            if (options instanceof HttpClientOptions client) {
                host = host == null ? client.getDefaultHost() : host;
                port = port == null ? (Integer) client.getDefaultPort() : port;
            } else if (options instanceof WebSocketClientOptions client) {
                host = host == null ? client.getDefaultHost() : host;
                port = port == null ? (Integer) client.getDefaultPort() : port;
            }
            final String refusal = RemitGate.http(
                    site,
                    promise,
                    "GET",
                    (socket.isSsl() == null ? options.isSsl() : socket.isSsl()) ? "https" : "http",
                    host,
                    port,
                    socket.getURI());
            if (refusal != null) {
                return refusal;
            }
            final String token = RemitGate.taskToken(site);
            if (token != null || socket.getHeaders() != null) {
                final MultiMap headers = MultiMap.caseInsensitiveMultiMap();
                if (socket.getHeaders() != null) {
                    headers.setAll(socket.getHeaders());
                }
                headers.remove("Remit-Task");
                if (token != null) {
                    headers.set("Remit-Task", token);
                }
                socket = new WebSocketConnectOptions(socket);
                socket.setHeaders(headers);
            }
            RemitGate.carry(site, promise);
            final Object ending = RemitGate.endLater(site, null, null);
            RemitGate.tie(site, ending, promise);
            RemitGate.resume(site, promise);
            return null;
        }
    }

    /** A connection is made for whoever waits for it, perhaps on the thread of another request that has given its own back. */
    static final class Waiting {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(1) Object waiter) {
            RemitGate.resume(site, waiter);
        }
    }

    /** A connection is made, from one step to the next on its event loop. */
    static final class Connection {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Given Promise<?> promise) {
            RemitGate.resume(site, promise);
            RemitGate.carry(site, promise);
        }
    }

    /** It is made by Netty's own means. */
    static final class Bootstrapped {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Given Bootstrap bootstrap) {
            RemitGate.carry(site, bootstrap);
        }
    }

    /** Its channel is there, and is about to be connected. One of somebody else's is not Vert.x' to speak of. */
    static final class Opened {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object bootstrap, @Advice.Argument(0) Channel channel) {
            RemitGate.carryAs(site, bootstrap, channel.pipeline());
        }
    }

    /** Something is to be run elsewhere. */
    static final class Handing {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) Runnable task) {
            task = (Runnable) RemitGate.carrying(task, Runnable.class);
        }
    }
}
