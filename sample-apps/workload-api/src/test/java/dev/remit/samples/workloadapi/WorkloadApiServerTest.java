package dev.remit.samples.workloadapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.grpc.stub.MetadataUtils;
import io.spiffe.bundle.jwtbundle.JwtBundle;
import io.spiffe.bundle.x509bundle.X509Bundle;
import io.spiffe.spiffeid.TrustDomain;
import io.spiffe.svid.jwtsvid.JwtSvid;
import io.spiffe.svid.x509svid.X509Svid;
import io.spiffe.svid.x509svid.X509SvidValidator;
import io.spiffe.workloadapi.grpc.SpiffeWorkloadAPIGrpc;
import io.spiffe.workloadapi.grpc.SpiffeWorkloadAPIGrpc.SpiffeWorkloadAPIBlockingStub;
import io.spiffe.workloadapi.grpc.Workload.JWTBundlesRequest;
import io.spiffe.workloadapi.grpc.Workload.JWTSVIDRequest;
import io.spiffe.workloadapi.grpc.Workload.ValidateJWTSVIDRequest;
import io.spiffe.workloadapi.grpc.Workload.X509BundlesRequest;
import io.spiffe.workloadapi.grpc.Workload.X509SVID;
import io.spiffe.workloadapi.grpc.Workload.X509SVIDRequest;
import io.spiffe.workloadapi.grpc.Workload.X509SVIDResponse;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it serves, judged by java-spiffe. */
class WorkloadApiServerTest {
    private static final TrustDomain ACME = TrustDomain.parse("acme.com");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private WorkloadApiServer server;
    private NioEventLoopGroup loop;
    private ManagedChannel channel;
    private SpiffeWorkloadAPIBlockingStub api;

    @BeforeEach
    void start() throws IOException {
        Path socket = folder.resolve("agent.sock");
        server = new WorkloadApiServer(socket, new Authority("acme.com"));
        server.grant(
                new Entry("spiffe://acme.com/support", "", HOUR),
                new Entry("spiffe://acme.com/support/refunds", "refunds", HOUR));
        server.start();
        loop = new NioEventLoopGroup(1);
        channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .eventLoopGroup(loop)
                .channelType(NioDomainSocketChannel.class)
                .withOption(ChannelOption.SO_KEEPALIVE, null)
                .usePlaintext()
                .build();
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("workload.spiffe.io", Metadata.ASCII_STRING_MARSHALLER), "true");
        ClientInterceptor withHeader = MetadataUtils.newAttachHeadersInterceptor(headers);
        api = SpiffeWorkloadAPIGrpc.newBlockingStub(channel)
                .withInterceptors(withHeader)
                .withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        server.close();
    }

    @Test
    void shouldOpenItsSocketForItsOwnerAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("agent.sock"))))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldIssueX509SvidsThatItsBundleProves() throws Exception {
        X509SVIDResponse response =
                api.fetchX509SVID(X509SVIDRequest.getDefaultInstance()).next();

        assertThat(response.getSvidsList())
                .extracting(X509SVID::getSpiffeId, X509SVID::getHint)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("spiffe://acme.com/support", ""),
                        org.assertj.core.groups.Tuple.tuple("spiffe://acme.com/support/refunds", "refunds"));
        for (X509SVID message : response.getSvidsList()) {
            X509Svid svid = X509Svid.parseRaw(
                    message.getX509Svid().toByteArray(),
                    message.getX509SvidKey().toByteArray());
            X509Bundle bundle = X509Bundle.parse(ACME, message.getBundle().toByteArray());
            X509SvidValidator.verifyChain(svid.getChain(), bundle);
            assertThat(svid.getSpiffeId()).hasToString(message.getSpiffeId());
            assertThat(svid.getLeaf().getPublicKey().getAlgorithm()).isEqualTo("EC");
        }
    }

    @Test
    void shouldPushARotationToAnOpenStream() {
        Iterator<X509SVIDResponse> stream = api.fetchX509SVID(X509SVIDRequest.getDefaultInstance());
        X509SVIDResponse first = stream.next();

        server.rotate();

        assertThat(stream.next().getSvids(0).getX509Svid())
                .isNotEqualTo(first.getSvids(0).getX509Svid());
    }

    @Test
    void shouldServeTheBundlesOfAFederatedTrustDomain() {
        server.federate(new Authority("partner.org"));

        assertThat(api.fetchX509Bundles(X509BundlesRequest.getDefaultInstance())
                        .next()
                        .getBundlesMap())
                .containsOnlyKeys("spiffe://acme.com", "spiffe://partner.org");
    }

    @Test
    void shouldIssueAndValidateJwtSvids() throws Exception {
        String token = api.fetchJWTSVID(JWTSVIDRequest.newBuilder()
                        .addAudience("spiffe://acme.com/billing")
                        .setSpiffeId("spiffe://acme.com/support/refunds")
                        .build())
                .getSvids(0)
                .getSvid();
        JwtBundle bundle = JwtBundle.parse(
                ACME,
                api.fetchJWTBundles(JWTBundlesRequest.getDefaultInstance())
                        .next()
                        .getBundlesOrThrow("spiffe://acme.com")
                        .toByteArray());

        assertThat(JwtSvid.parseAndValidate(token, bundle, Set.of("spiffe://acme.com/billing"))
                        .getSpiffeId())
                .hasToString("spiffe://acme.com/support/refunds");
        assertThat(api.validateJWTSVID(validate(token, "spiffe://acme.com/billing"))
                        .getSpiffeId())
                .isEqualTo("spiffe://acme.com/support/refunds");
        assertThatThrownBy(() -> api.validateJWTSVID(validate(token, "spiffe://acme.com/other")))
                .hasMessageStartingWith("INVALID_ARGUMENT");
    }

    @Test
    void shouldRefuseWhoHasNoIdentityAndWhoLeavesTheHeaderOut() {
        assertThatThrownBy(() -> SpiffeWorkloadAPIGrpc.newBlockingStub(channel)
                        .fetchX509SVID(X509SVIDRequest.getDefaultInstance())
                        .next())
                .hasMessage("INVALID_ARGUMENT: security header missing");

        server.deny();

        assertThatThrownBy(() ->
                        api.fetchX509SVID(X509SVIDRequest.getDefaultInstance()).next())
                .hasMessage("PERMISSION_DENIED: no identity issued");
    }

    private static ValidateJWTSVIDRequest validate(String token, String audience) {
        return ValidateJWTSVIDRequest.newBuilder()
                .setSvid(token)
                .setAudience(audience)
                .build();
    }
}
