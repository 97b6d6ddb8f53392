package dev.remit.javaagent.hooks.connect;

import static dev.remit.engine.Category.CONNECT;
import static dev.remit.javaagent.weave.CallSite.Shape.AROUND;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
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
    public String library() {
        return "sockets";
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                CallSite.sink(CONNECT, "sun.nio.ch.NioSocketImpl", "connect", List.of(ADDRESS, "int"), AROUND, address),
                CallSite.sink(CONNECT, "sun.nio.ch.SocketChannelImpl", "connect", List.of(ADDRESS), AROUND, address),
                CallSite.sink(
                        CONNECT,
                        "sun.nio.ch.SocketChannelImpl",
                        "blockingConnect",
                        List.of(ADDRESS, "long"),
                        AROUND,
                        address),
                CallSite.sink(
                        CONNECT,
                        "sun.nio.ch.UnixAsynchronousSocketChannelImpl",
                        "implConnect",
                        List.of(ADDRESS, "java.lang.Object", "java.nio.channels.CompletionHandler"),
                        AROUND,
                        asynchronous),
                CallSite.sink(
                        CONNECT,
                        "sun.nio.ch.DatagramChannelImpl",
                        "connect",
                        List.of(ADDRESS, "boolean"),
                        AROUND,
                        address),
                // (ByteBuffer, SocketAddress); on 25 also (DatagramPacket)
                CallSite.sink(
                        CONNECT,
                        "sun.nio.ch.DatagramChannelImpl",
                        "send",
                        List.of("java.nio.ByteBuffer", ADDRESS),
                        AROUND,
                        address),
                CallSite.sink(CONNECT, "sun.nio.ch.DatagramChannelImpl", "blockingSend", null, AROUND, address));
    }
}
