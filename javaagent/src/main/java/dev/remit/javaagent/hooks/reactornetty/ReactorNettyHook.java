package dev.remit.javaagent.hooks.reactornetty;

import static dev.remit.engine.Category.HTTP;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Given;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import net.bytebuddy.asm.Advice;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientState;

/**
 * One handler stands for a request, and is asked for each hop's address before a connection is sought for it: there the hop is
 * decided, on the subscriber's thread or, after a redirect, on an event loop's. All else goes on on event loops: the connection, which is
 * a part of the request that its pool was made for, and what the subscriber is told, which is the doing of whoever subscribed.
 *
 * <p>A hop ends when its response has come in, when nothing more is tried, or when the subscriber gives up.
 */
public final class ReactorNettyHook extends LibraryHook {
    private static final String CLIENT = "reactor.netty.http.client.";
    private static final String HANDLER = CLIENT + "HttpClientConnect$HttpClientHandler";
    private static final String OPERATIONS = CLIENT + "HttpClientOperations";

    /** The table of Reactor Netty. */
    public ReactorNettyHook() {
        super("Reactor Netty", List.of("1.0.7+", "1.1+"), "reactor-netty-http");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                decided(HTTP, Target.of(HANDLER, "get"), advice("Hop")),
                told(
                        Target.anyOf("reactor.netty.transport.TransportConnector", "doResolveAndConnect"),
                        call("Connect")),
                told(Target.of(HANDLER, "requestWithBody", OPERATIONS), call("Exchange")),
                told(Target.of(OPERATIONS, "beforeMarkSentHeaders"), call("Sending"), advice("Header")),
                told(Target.anyOf(OPERATIONS, "onInboundNext"), call("Answer")),
                told(Target.of(OPERATIONS, "onInboundCancel"), advice("GivenUp")),
                told(Target.anyOf(CLIENT + "HttpClientConnect$HttpIOHandlerObserver", "onStateChange"), call("State")),
                told(Target.anyOf(CLIENT + "HttpClientConnect$HttpObserver", "onUncaughtException"), call("Failure")),
                told(Target.anyOf(HANDLER, "test"), advice("Retry")));
    }

    /**
     * A hop's address is known. A refusal is an {@link IOException}, which is not retried. The hop before this one has ended with a
     * redirect; one that is tried again goes on.
     */
    static final class Hop {
        @Advice.OnMethodExit
        static void exit(
                @Site int site,
                @Advice.This Object handler,
                @Advice.FieldValue("method") HttpMethod method,
                @Advice.FieldValue("toURI") Object uri,
                @Advice.Return Object address)
                throws IOException {
            final String url = uri.toString();
            final boolean host = address instanceof InetSocketAddress;
            final String refusal = RemitGate.http(
                    site,
                    handler,
                    method.name(),
                    url.startsWith("https:") || url.startsWith("wss:") ? "https" : "http",
                    host ? ((InetSocketAddress) address).getHostString() : "unix:".concat(String.valueOf(address)),
                    host ? ((InetSocketAddress) address).getPort() : -1,
                    url);
            if (refusal != null) {
                RemitGate.ended(site, handler, null);
                throw new IOException(refusal);
            }
            RemitGate.carry(site, handler);
            RemitGate.carry(site, address);
            final Object ending = RemitGate.endLater(site, null, null);
            RemitGate.tie(site, ending, handler);
            if (ending == RemitGate.ending(site, handler)) {
                RemitGate.carry(site, ending);
            }
        }
    }

    /** An address is looked up and connected to, by Netty's own means. */
    static final class Connect {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Given Channel channel, @Given SocketAddress address) {
            RemitGate.resume(site, address);
            RemitGate.carry(site, channel.pipeline());
        }
    }

    /** There is a connection: the request is written, perhaps later, by the application's body. */
    static final class Exchange {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object handler, @Advice.Argument(0) Object operations) {
            final Object ending = RemitGate.ending(site, handler);
            RemitGate.tie(site, ending, operations);
            RemitGate.resume(site, ending);
            RemitGate.carry(site, operations);
            RemitGate.end(site, null, null);
            RemitGate.resume(site, handler);
            RemitGate.carry(site, ((HttpClientRequest) operations).requestHeaders());
        }
    }

    /** The headers are about to be written. */
    static final class Sending {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.FieldValue("requestHeaders") HttpHeaders headers) {
            RemitGate.resume(site, headers);
        }
    }

    /** Behind the application's own: these are the headers that are written. */
    static final class Header {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.FieldValue("requestHeaders") HttpHeaders headers) {
            final String token = RemitGate.taskToken(site);
            if (token != null) {
                headers.set("Remit-Task", token);
            } else {
                headers.remove("Remit-Task");
            }
        }
    }

    /** A response comes in, or a part of its body. */
    static final class Answer {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object operations) {
            RemitGate.resume(site, operations);
        }
    }

    /** The subscriber has given its request up. */
    static final class GivenUp {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object operations) {
            RemitGate.cancelled(site, operations);
        }
    }

    /** A connection is ready for the request, or the response has come in, and is no redirect. */
    static final class State {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site,
                @Advice.FieldValue("handler") Object handler,
                @Advice.Argument(1) ConnectionObserver.State state) {
            final Object ending = state == HttpClientState.RESPONSE_RECEIVED ? RemitGate.ending(site, handler) : null;
            if (ending != null) {
                RemitGate.ended(site, handler, null);
            }
            RemitGate.resume(site, ending == null ? handler : ending);
        }
    }

    /** The exchange has failed: the subscriber is told, or it is tried again. */
    static final class Failure {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.FieldValue("handler") Object handler) {
            RemitGate.resume(site, RemitGate.ending(site, handler));
        }
    }

    /** A hop has failed, and the handler says whether there is another. */
    static final class Retry {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.This Object handler,
                @Advice.Argument(0) Object failure,
                @Advice.Return boolean again,
                @Advice.Thrown Throwable thrown) {
            if (!again) {
                RemitGate.ended(site, handler, thrown == null ? (Throwable) failure : thrown);
            }
        }
    }
}
