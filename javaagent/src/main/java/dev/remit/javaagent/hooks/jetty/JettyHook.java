package dev.remit.javaagent.hooks.jetty;

import static dev.remit.engine.Category.HTTP;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Given;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Each hop has a request of its own, and all of them one conversation. A hop is decided where it is queued at its destination, before a
 * connection is sought, and asked again where its headers are written: a listener may have changed it by then, and what is sent on
 * a connection of the application's own is queued nowhere. It goes where its destination is, whatever host it names.
 *
 * <p>The rest is done on the client's threads: a connection is a part of the request that waits for it, a body is written for the
 * request, and what listeners are told is the doing of whoever sent it.
 */
public final class JettyHook extends LibraryHook {
    private static final String CLIENT = "org.eclipse.jetty.client.";
    private static final String TRANSPORT = CLIENT + "transport.";
    private static final String DESTINATION = TRANSPORT + "HttpDestination";
    private static final String EXCHANGE = TRANSPORT + "HttpExchange";
    private static final String SENDER = TRANSPORT + "HttpSender";
    private static final String LISTENERS = TRANSPORT + "ResponseListeners";
    private static final String RESPONSE = CLIENT + "Response";
    private static final String[] SENT = {CLIENT + "Request", RESPONSE + "$CompleteListener"};
    private static final String ADDRESSES = CLIENT + "HttpClient$1";

    /** The table of Jetty's HTTP client. */
    public JettyHook() {
        super("Jetty HTTP client", List.of("12."), "jetty-client");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                told(Target.of(DESTINATION, "send", SENT), advice("Sent")),
                told(Target.of(TRANSPORT + "HttpConnection", "send", SENT), advice("Sent")),
                decided(HTTP, Target.of(DESTINATION, "send", EXCHANGE), call("Hop", "Queued")),
                told(Target.anyOf(DESTINATION, "newConnection"), call("Connection")),
                carried(ADDRESSES),
                goesOn(Target.anyOf(ADDRESSES, "connect")),
                told(Target.of(SENDER + "$ContentSender", "process"), call("Body")),
                decided(
                        HTTP,
                        Target.of(
                                        SENDER,
                                        "sendHeaders",
                                        EXCHANGE,
                                        "java.nio.ByteBuffer",
                                        "boolean",
                                        "org.eclipse.jetty.util.Callback")
                                .andBelow(),
                        call("Hop", "Written"),
                        advice("Header")),
                goesOn(Target.anyOf(TRANSPORT + "HttpRequest", "notify*")),
                told(Target.of(LISTENERS, "notifyBegin", RESPONSE), call("Notice")),
                told(
                        Target.of(LISTENERS, "notifyHeader", RESPONSE, "org.eclipse.jetty.http.HttpField"),
                        call("Notice")),
                told(Target.of(LISTENERS, "notifyHeaders", RESPONSE), call("Notice")),
                told(
                        Target.of(LISTENERS, "notifyContentSource", RESPONSE, "org.eclipse.jetty.io.Content$Source"),
                        call("Notice")),
                told(
                        Target.of(TRANSPORT + "HttpReceiver$ContentSource", "demand", "java.lang.Runnable"),
                        advice("Demand")),
                told(Target.of(LISTENERS, "notifySuccess", RESPONSE), call("Notice")),
                told(Target.of(LISTENERS, "notifyFailure", RESPONSE, "java.lang.Throwable"), call("Notice")),
                told(Target.of(LISTENERS, "notifyComplete", CLIENT + "Result"), call("Completed")));
    }

    /**
     * A request is sent, by the application or to follow a redirect or to answer a challenge. The conversation begins with it, unless
     * it goes on with another request than those it has had: the application may send one again.
     */
    static final class Sent {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(0) Request sent) {
            final HttpRequest request = (HttpRequest) sent;
            boolean begins = request.getConversation().getExchanges().isEmpty();
            for (HttpExchange earlier : request.getConversation().getExchanges()) {
                begins |= earlier.getRequest() == request;
            }
            if (begins) {
                RemitGate.carry(site, request.getConversation());
            }
            RemitGate.carry(site, request);
        }
    }

    /**
     * A hop, or a retry of one, of which the conversation has seen the same before. A request that only opens a tunnel for another is a
     * part of that.
     */
    static final class Hop {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable String enter(@Site int site, @Given HttpExchange exchange) {
            final HttpDestination destination = exchange.getHttpDestination();
            final HttpRequest request = exchange.getRequest();
            if (!request.getClass().getName().equals("org.eclipse.jetty.client.internal.TunnelRequest")) {
                // Behind an HTTP proxy's back the path has become the whole URI.
                final URI uri = request.getURI();
                final String path = uri == null ? request.getPath() : uri.getRawPath();
                final String refusal = RemitGate.http(
                        site,
                        request.getConversation(),
                        request.getMethod(),
                        destination.getScheme().equals("https")
                                        || destination.getScheme().equals("wss")
                                ? "https"
                                : "http",
                        destination.getHost(),
                        destination.getPort(),
                        path == null || path.isEmpty() ? "/" : path);
                if (refusal != null) {
                    return refusal;
                }
                RemitGate.tie(site, RemitGate.endLater(site, null, null), request.getConversation());
            }
            RemitGate.resume(site, request.getConversation());
            return null;
        }
    }

    /** It is queued, or nothing is: the listeners are told, even if the application had given its request up before. */
    static final class Queued {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Argument(0) HttpExchange exchange,
                @Advice.Enter @Nullable String refusal,
                @Advice.Thrown Throwable thrown) {
            if (refusal != null) {
                exchange.abort(new IOException(refusal), Promise.noop());
            } else {
                RemitGate.end(site, null, thrown);
                if (thrown != null) {
                    RemitGate.ended(site, exchange.getConversation(), thrown);
                }
            }
        }
    }

    /** Its headers are written, or nothing is. */
    static final class Written {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Argument(3) Callback callback,
                @Advice.Enter @Nullable String refusal,
                @Advice.Thrown Throwable thrown) {
            if (refusal != null) {
                callback.failed(new IOException(refusal));
            } else {
                RemitGate.end(site, null, thrown);
            }
        }
    }

    /**
     * The headers are about to be written: once more for each challenge to authenticate, and a task's token is good once. What
     * they have of a redirecting host, or of the application, is not taken along.
     */
    static final class Header {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Given HttpExchange exchange) {
            final HttpFields.Mutable headers =
                    (HttpFields.Mutable) exchange.getRequest().getHeaders();
            final String token = "CONNECT".equals(exchange.getRequest().getMethod()) ? null : RemitGate.taskToken(site);
            if (token != null) {
                headers.put("Remit-Task", token);
            } else {
                headers.remove("Remit-Task");
            }
        }
    }

    /** A connection is made for whoever waits first, perhaps on the thread of another request that has given its own back. */
    static final class Connection {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.FieldValue("exchanges") Queue<HttpExchange> waiting) {
            final HttpExchange first = waiting.peek();
            RemitGate.resume(site, first == null ? null : first.getConversation());
        }
    }

    /** The application's content is read, and written. */
    static final class Body {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.FieldValue("exchange") HttpExchange exchange) {
            RemitGate.resume(site, exchange.getConversation());
        }
    }

    /** The listeners are told of a response, or of a part of one. */
    static final class Notice {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(0) Response response) {
            RemitGate.resume(site, response.getRequest());
        }
    }

    /** A listener wants to be called when there is more of a response. */
    static final class Demand {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) Runnable more) {
            more = more == null ? null : (Runnable) RemitGate.carrying(more, Runnable.class);
        }
    }

    /** A hop is over, and the listeners are told, or the one that makes the next hop. */
    static final class Completed {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(0) Result result) {
            RemitGate.ended(site, ((HttpRequest) result.getRequest()).getConversation(), result.getFailure());
            RemitGate.resume(site, result.getRequest());
        }
    }
}
