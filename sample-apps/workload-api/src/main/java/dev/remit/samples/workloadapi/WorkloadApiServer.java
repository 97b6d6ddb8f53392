package dev.remit.samples.workloadapi;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.spiffe.workloadapi.grpc.Workload.X509SVIDResponse;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves the Workload API of one trust domain on a unix socket. What is granted, changed or denied is seen by every open stream before the
 * method returns, and outlives {@link #stop}. Thread-safe.
 */
public final class WorkloadApiServer implements AutoCloseable {
    private static final Metadata.Key<String> SECURITY_HEADER =
            Metadata.Key.of("workload.spiffe.io", Metadata.ASCII_STRING_MARSHALLER);

    /** Held, for a logger that nobody holds forgets its level. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    static {
        // That a client went away in the middle is no news.
        GRPC.setLevel(Level.SEVERE);
    }

    private final Path socket;
    private final WorkloadApiService service;
    private @Nullable Server server;
    private @Nullable EventLoopGroup loop;

    /**
     * A server that is not started yet.
     *
     * @param socket where its socket will be; what is there is replaced
     */
    public WorkloadApiServer(Path socket, Authority authority) {
        this.socket = socket;
        this.service = new WorkloadApiService(authority);
    }

    /** {@code unix:} and the path of the socket, for {@code SPIFFE_ENDPOINT_SOCKET}. */
    public String address() {
        return "unix:" + socket.toAbsolutePath();
    }

    /**
     * Opens the socket, for its owner alone.
     *
     * @throws IOException if it can't be opened; the message names it
     */
    public synchronized WorkloadApiServer start() throws IOException {
        EventLoopGroup group = new NioEventLoopGroup(1, daemon());
        Server made = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                // TCP's own; it would be warned of.
                .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                .bossEventLoopGroup(group)
                .workerEventLoopGroup(group)
                .directExecutor()
                .intercept(new RequireSecurityHeader())
                .addService(service)
                .build();
        try {
            Files.deleteIfExists(socket);
            made.start();
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            made.shutdownNow();
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
            throw new IOException("no socket can be opened at " + socket + ": " + e.getMessage(), e);
        }
        server = made;
        loop = group;
        return this;
    }

    /** Makes these the workload's identities, the first its default one; issues an SVID for each. */
    public void grant(Entry... entries) {
        service.grant(List.of(entries));
    }

    /** Issues new SVIDs, with new keys. */
    public void rotate() {
        service.rotate();
    }

    /** Serves these in the place of the granted, until the next grant or rotation. */
    public void serve(Svid... svids) {
        service.serve(List.of(svids));
    }

    /** Changes each message with SVIDs before it is sent: to cut it, or to put into it what should not be there. */
    public void change(UnaryOperator<X509SVIDResponse> next) {
        service.change(next);
    }

    /** Adds the bundles of another trust domain. */
    public void federate(Authority other) {
        service.federate(other);
    }

    /** From now on the workload has no identity: open streams end so, and calls are refused. */
    public void deny() {
        service.deny();
    }

    /** Ends a denial. */
    public void allow() {
        service.allow();
    }

    /** Whether calls are taken and never answered. */
    public void silent(boolean isSilent) {
        service.silent(isSilent);
    }

    /** Ends all streams in good order. */
    public void endStreams() {
        service.endStreams();
    }

    /** How many streams were ever opened. */
    public long streamsOpened() {
        return service.opened();
    }

    /** How many streams wait for changes. */
    public int streamsOpen() {
        return service.open();
    }

    /** Dies: cuts every connection, and takes the socket away. May be started again. */
    public synchronized void stop() {
        Server running = server;
        EventLoopGroup group = loop;
        if (running == null || group == null) {
            return;
        }
        server = null;
        loop = null;
        running.shutdownNow();
        try {
            running.awaitTermination(5, TimeUnit.SECONDS);
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS);
            Files.deleteIfExists(socket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static java.util.concurrent.ThreadFactory daemon() {
        return work -> {
            Thread thread = new Thread(work, "workload-api");
            thread.setDaemon(true);
            return thread;
        };
    }

    /** A request without it may come from a browser or a proxy that was talked into it (SPIFFE Workload Endpoint, section 3). */
    private static final class RequireSecurityHeader implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (!"true".equals(headers.get(SECURITY_HEADER))) {
                call.close(Status.INVALID_ARGUMENT.withDescription("security header missing"), new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
        }
    }
}
