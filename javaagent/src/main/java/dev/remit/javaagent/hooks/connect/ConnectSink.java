package dev.remit.javaagent.hooks.connect;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address among the arguments. Refuses with a {@link NoRouteToHostException}, as a firewall does: an {@code IOException} after
 * which clients don't try again, and which they don't replace by one of their own. Where the method declares none, with the
 * {@link SecurityException} that it documents. Thread-safe.
 */
record ConnectSink(EnforcementPoint enforcement, boolean declaresIoException) implements Sink {

    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second)
            throws Refusal {
        final @Nullable SocketAddress address = addressOf(first, second);
        final @Nullable String refusal;
        if (address instanceof InetSocketAddress inet) {
            refusal = enforcement.connect(site, inet.getHostString(), inet.getPort(), inet.getAddress());
        } else if (address instanceof UnixDomainSocketAddress unix) {
            refusal = enforcement.connect(site, "unix:" + unix.getPath(), -1, null);
        } else {
            // A null address, or a foreign kind that the method itself rejects: named for what it is.
            refusal = enforcement.connect(site, address == null ? "none" : address.toString(), -1, null);
        }
        if (refusal != null) {
            throw new Refusal(
                    declaresIoException ? new NoRouteToHostException(refusal) : new SecurityException(refusal));
        }
        return null;
    }

    private static @Nullable SocketAddress addressOf(@Nullable Object first, @Nullable Object second) {
        if (first instanceof SocketAddress address) {
            return address;
        }
        if (second instanceof SocketAddress address) {
            return address;
        }
        return first instanceof DatagramPacket packet ? packet.getSocketAddress() : null;
    }
}
