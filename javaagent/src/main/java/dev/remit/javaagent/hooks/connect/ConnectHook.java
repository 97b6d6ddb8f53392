package dev.remit.javaagent.hooks.connect;

import static dev.remit.engine.Category.CONNECT;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.Sunk;
import dev.remit.javaagent.weave.Target;
import java.util.List;

/** Every way in which the JDK connects a socket or sends a datagram ends in one of these methods. */
public final class ConnectHook implements Hook {
    private static final String ADDRESS = "java.net.SocketAddress";

    private final ConnectSink address;
    private final ConnectSink asynchronous;

    /** A hook that asks this enforcement point. */
    public ConnectHook(EnforcementPoint enforcement) {
        this.address = new ConnectSink(enforcement, true);
        this.asynchronous = new ConnectSink(enforcement, false);
    }

    @Override
    public Library library() {
        return Library.of("sockets");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                new CallSite(
                        CONNECT,
                        Target.of("sun.nio.ch.NioSocketImpl", "connect", ADDRESS, "int"),
                        Sunk.around(address)),
                new CallSite(
                        CONNECT, Target.of("sun.nio.ch.SocketChannelImpl", "connect", ADDRESS), Sunk.around(address)),
                new CallSite(
                        CONNECT,
                        Target.of("sun.nio.ch.SocketChannelImpl", "blockingConnect", ADDRESS, "long"),
                        Sunk.around(address)),
                new CallSite(
                        CONNECT,
                        Target.of(
                                "sun.nio.ch.UnixAsynchronousSocketChannelImpl",
                                "implConnect",
                                ADDRESS,
                                "java.lang.Object",
                                "java.nio.channels.CompletionHandler"),
                        Sunk.around(asynchronous)),
                new CallSite(
                        CONNECT,
                        Target.of("sun.nio.ch.DatagramChannelImpl", "connect", ADDRESS, "boolean"),
                        Sunk.around(address)),
                // (ByteBuffer, SocketAddress); on 25 also (DatagramPacket)
                new CallSite(
                        CONNECT,
                        Target.of("sun.nio.ch.DatagramChannelImpl", "send", "java.nio.ByteBuffer", ADDRESS),
                        Sunk.around(address)),
                new CallSite(
                        CONNECT, Target.anyOf("sun.nio.ch.DatagramChannelImpl", "blockingSend"), Sunk.around(address)));
    }
}
