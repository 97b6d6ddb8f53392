package dev.remit.javaagent.hooks.netty;

import static dev.remit.engine.Category.CONNECT;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import net.bytebuddy.asm.Advice;

/**
 * Whatever connects a channel ends, behind all of its handlers, in the head of its pipeline. A thread wants the connection, and an
 * event loop's makes it. With Netty's own transport it then passes the JDK's socket, which is the same connection.
 *
 * <p>Netty is shaded into gRPC under another name, so that nothing here names a type of its.
 */
public final class NettyHook extends LibraryHook {
    private static final String SHADED = "io.grpc.netty.shaded.";
    private static final String PIPELINE = "io.netty.channel.DefaultChannelPipeline";

    /** The table of Netty. */
    public NettyHook() {
        super("Netty", List.of("4.1.63+", "4.2."), "netty-transport");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                wanted(PIPELINE), made(PIPELINE, ""), wanted(SHADED + PIPELINE), made(SHADED + PIPELINE, SHADED));
    }

    private CallSite wanted(String pipeline) {
        return told(Target.anyOf(pipeline, "connect"), call("Wanted"));
    }

    private CallSite made(String pipeline, String shaded) {
        final String address = "java.net.SocketAddress";
        final String channel = shaded + "io.netty.channel.";
        return decided(
                CONNECT,
                Target.of(
                        pipeline + "$HeadContext",
                        "connect",
                        channel + "ChannelHandlerContext",
                        address,
                        address,
                        channel + "ChannelPromise"),
                call("GoOn"),
                call("Connect"));
    }

    /** A channel is to be connected, on its event loop's thread; a library may have said before for whom. */
    static final class Wanted {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object pipeline) {
            RemitGate.resume(site, pipeline);
            RemitGate.carry(site, pipeline);
        }
    }

    /** Whoever wanted the connection. */
    static final class GoOn {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.FieldValue("this$0") Object pipeline) {
            RemitGate.resume(site, pipeline);
        }
    }

    /**
     * The connection is made. A refusal is an {@link IOException}, which fails the channel's promise. Channels within this JVM
     * connect nothing.
     */
    static final class Connect {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(1) SocketAddress remote) throws IOException {
            final String kind = remote.getClass().getSimpleName();
            String refusal = null;
            if (remote instanceof InetSocketAddress inet) {
                refusal = RemitGate.connect(site, inet.getHostString(), inet.getPort(), inet.getAddress());
            } else if (kind.equals("DomainSocketAddress") || kind.equals("UnixDomainSocketAddress")) {
                refusal = RemitGate.connect(site, "unix:".concat(remote.toString()), -1, null);
            } else if (!kind.equals("LocalAddress") && !kind.equals("EmbeddedSocketAddress")) {
                refusal = RemitGate.connect(site, remote.toString(), -1, null);
            }
            if (refusal != null) {
                throw new IOException(refusal);
            }
        }
    }
}
