package dev.remit.engine.identity;

import dev.remit.engine.config.SpiffeId;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.buffer.UnpooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.stub.StreamObserver;
import io.spiffe.exception.JwtSvidException;
import io.spiffe.svid.jwtsvid.JwtSvid;
import io.spiffe.workloadapi.grpc.SpiffeWorkloadAPIGrpc;
import io.spiffe.workloadapi.grpc.Workload.JWTBundlesRequest;
import io.spiffe.workloadapi.grpc.Workload.JWTBundlesResponse;
import io.spiffe.workloadapi.grpc.Workload.JWTSVID;
import io.spiffe.workloadapi.grpc.Workload.JWTSVIDRequest;
import io.spiffe.workloadapi.grpc.Workload.JWTSVIDResponse;
import io.spiffe.workloadapi.grpc.Workload.X509SVIDRequest;
import io.spiffe.workloadapi.grpc.Workload.X509SVIDResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One connection to a Workload API; made again where it is lost, so that gRPC's own waits do not come between ours.
 *
 * <p>java-spiffe's messages and stubs, and not its client: that one needs a native library for unix sockets, logs what it can't do to the
 * application's log, and never opens a stream again that ended in good order.
 *
 * <p>Thread-safe.
 */
final class WorkloadApi implements AutoCloseable {
    private final ManagedChannel channel;

    /**
     * Connects with the first call, not here.
     *
     * @param loop does the input and output
     * @param answers runs what observers do
     */
    WorkloadApi(WorkloadEndpoint endpoint, EventLoopGroup loop, Executor answers) throws IOException {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(endpoint.address())
                .channelType(endpoint.isUnix() ? NioDomainSocketChannel.class : NioSocketChannel.class)
                .eventLoopGroup(loop)
                // Messages are few: no pools for them.
                .withOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .executor(answers)
                .offloadExecutor(answers)
                .usePlaintext()
                .overrideAuthority("localhost")
                .proxyDetector(address -> null)
                .disableRetry()
                .disableServiceConfigLookUp()
                .intercept(new SecurityHeader());
        if (endpoint.isUnix()) {
            // TCP's own; it would be warned of.
            builder.withOption(ChannelOption.SO_KEEPALIVE, null);
        }
        channel = builder.build();
    }

    void watchX509Svids(StreamObserver<X509SVIDResponse> observer) {
        SpiffeWorkloadAPIGrpc.newStub(channel).fetchX509SVID(X509SVIDRequest.getDefaultInstance(), observer);
    }

    void watchJwtBundles(StreamObserver<JWTBundlesResponse> observer) {
        SpiffeWorkloadAPIGrpc.newStub(channel).fetchJWTBundles(JWTBundlesRequest.getDefaultInstance(), observer);
    }

    /** Asks for a JWT-SVID and waits for it. */
    JwtToken fetchToken(SpiffeId subject, String audience, long timeoutMs) throws IdentityException {
        JWTSVIDResponse response;
        try {
            response = SpiffeWorkloadAPIGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(timeoutMs, TimeUnit.MILLISECONDS)
                    .fetchJWTSVID(JWTSVIDRequest.newBuilder()
                            .addAudience(audience)
                            .setSpiffeId(subject.toString())
                            .build());
        } catch (StatusRuntimeException e) {
            throw new IdentityException("no JWT-SVID of " + subject + " for " + audience + ": " + e.getMessage(), e);
        }
        for (JWTSVID each : response.getSvidsList()) {
            if (each.getSpiffeId().equals(subject.toString())) {
                return token(subject, audience, each);
            }
        }
        throw new IdentityException("no JWT-SVID of " + subject + " for " + audience + ": the answer has none");
    }

    private static JwtToken token(SpiffeId subject, String audience, JWTSVID message) throws IdentityException {
        try {
            JwtSvid parsed = JwtSvid.parseInsecure(message.getSvid(), Set.of(audience));
            if (!parsed.getSpiffeId().toString().equals(subject.toString())) {
                throw new IdentityException("the JWT-SVID sent as " + subject + " is of " + parsed.getSpiffeId());
            }
            return new JwtToken(
                    subject, message.getHint(), parsed.getExpiry().toInstant().toEpochMilli(), message.getSvid());
        } catch (JwtSvidException | RuntimeException e) {
            // Without its cause and message, which may quote the token.
            throw new IdentityException("the JWT-SVID of " + subject + " for " + audience + " can't be used");
        }
    }

    /** Ends every call, without waiting. */
    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** A server refuses who leaves it out, for then it may be a browser that was talked into the request. */
    private static final class SecurityHeader implements ClientInterceptor {
        private static final Metadata.Key<String> KEY =
                Metadata.Key.of("workload.spiffe.io", Metadata.ASCII_STRING_MARSHALLER);

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    headers.put(KEY, "true");
                    super.start(listener, headers);
                }
            };
        }
    }
}
