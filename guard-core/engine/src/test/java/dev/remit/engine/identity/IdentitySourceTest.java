package dev.remit.engine.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.remit.engine.config.SpiffeId;
import dev.remit.samples.workloadapi.Authority;
import dev.remit.samples.workloadapi.Entry;
import dev.remit.samples.workloadapi.WorkloadApiServer;
import io.spiffe.workloadapi.grpc.Workload.X509SVID;
import io.spiffe.workloadapi.grpc.Workload.X509SVIDResponse;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every state of an identity, by a real Workload API on a unix socket. */
class IdentitySourceTest {
    private static final SpiffeId SUPPORT = SpiffeId.parse("spiffe://acme.com/support");
    private static final SpiffeId REFUNDS = SpiffeId.parse("spiffe://acme.com/support/refunds");
    private static final SpiffeId DERIVED = SpiffeId.parse("spiffe://localhost/app");
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final IdentityTimes TIMES = new IdentityTimes(5_000, 5, 50);
    private static final IdentityTimes IMPATIENT = new IdentityTimes(300, 5, 50);
    private static final byte[] TEXT = "text".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final Watched watched = new Watched();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Authority authority = new Authority("acme.com");
    private WorkloadApiServer server;
    private @Nullable IdentitySource source;

    @BeforeEach
    void make() {
        server = new WorkloadApiServer(folder.resolve("agent.sock"), authority);
        server.grant(new Entry(SUPPORT.toString(), "", HOUR), new Entry(REFUNDS.toString(), "refunds", HOUR));
    }

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
        server.close();
    }

    @Test
    void shouldBeAttestedByTheFirstAnswer() throws Exception {
        server.start();
        WorkloadIdentity identity = derived().start(20_000);

        assertThat(identity.state()).isEqualTo(IdentityState.ATTESTED);
        assertThat(identity.isAttested()).isTrue();
        assertThat(identity.id()).isEqualTo(SUPPORT);
        assertThat(identity.trustDomain()).isEqualTo("acme.com");
        assertThat(Instant.ofEpochMilli(identity.expiresMs()))
                .isBetween(
                        Instant.now().plus(HOUR).minusSeconds(60), Instant.now().plus(HOUR));
        assertThat(identity.svids()).extracting(Svid::id).containsExactly(SUPPORT, REFUNDS);
        assertThat(identity.svidByHint("refunds")).isSameAs(identity.svidById(REFUNDS));
        assertThat(identity.svidByHint("billing")).isNull();
        assertThat(identity.x509Bundles()).containsOnlyKeys("acme.com");
        assertThat(identity.status()).startsWith(SUPPORT + " is attested by " + server.address() + " until ");
        assertProves(identity);
        assertThat(watched.next(
                                "with JWT bundles",
                                each -> !each.jwtBundles().trustDomains().isEmpty())
                        .jwtBundles()
                        .trustDomains())
                .containsExactly("acme.com");
    }

    @Test
    void shouldStandUnprovenWithoutAWorkloadApi() {
        source = source(new IdentitySettings(null, SUPPORT, true, ""));

        assertThat(source.start(20_000).state()).isEqualTo(IdentityState.CONFIGURED);
        assertThat(source.current().isAttested()).isFalse();
        assertThat(source.current().id()).isEqualTo(SUPPORT);
        assertThat(source.current().status()).contains("configured and not attested", "SPIFFE_ENDPOINT_SOCKET");
        assertThat(threads).isEmpty();
    }

    @Test
    void shouldWaitForASocketThatComesLate() throws Exception {
        WorkloadIdentity identity = derived().start(1);

        assertThat(identity.state()).isEqualTo(IdentityState.WAITING);
        assertThat(identity.isAttested()).isFalse();
        assertThat(identity.id()).isEqualTo(DERIVED);
        assertThat(watched.next(IdentityState.WAITING).status())
                .contains("agent.sock is not there; start the SPIRE agent, or correct the address");

        server.start();

        assertThat(watched.next(IdentityState.ATTESTED).id()).isEqualTo(SUPPORT);
    }

    @Test
    void shouldSayThatAPathIsNoSocket() throws Exception {
        Files.createFile(folder.resolve("agent.sock"));
        derived().start(0);

        assertThat(watched.next(IdentityState.WAITING).status()).contains("agent.sock is a file and no socket");
    }

    @Test
    void shouldSayThatNobodyListensOnASocket() throws Exception {
        listener().close();
        derived().start(0);

        assertThat(watched.next(IdentityState.WAITING).status())
                .contains("UNAVAILABLE", "Connection refused", "does the SPIRE agent run");
    }

    @Test
    void shouldSayThatWhatListensIsNoWorkloadApi() throws Exception {
        try (ServerSocketChannel other = listener()) {
            derived().start(0);
            for (int i = 0; i < 2; i++) {
                try (SocketChannel connection = other.accept()) {
                    connection.write(
                            ByteBuffer.wrap("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
                }
            }
            assertThat(watched.next(IdentityState.WAITING).status()).contains("has given no SVID: ");
        }
        Files.delete(folder.resolve("agent.sock"));
        server.start();

        watched.next(IdentityState.ATTESTED);
    }

    @Test
    void shouldNotWaitForEverForAnAnswer() throws Exception {
        server.silent(true);
        server.start();
        impatient().start(0);

        assertThat(watched.next(IdentityState.WAITING).status()).contains("it gives no answer within 300 ms");

        server.silent(false);

        watched.next(IdentityState.ATTESTED);
    }

    @Test
    void shouldBeDeniedUntilThereIsAnEntry() throws Exception {
        server.deny();
        server.start();
        WorkloadIdentity identity = derived().start(20_000);

        assertThat(identity.state()).isEqualTo(IdentityState.DENIED);
        assertThat(identity.isAttested()).isFalse();
        assertThat(identity.status()).contains("no identity issued", "make a registration entry");

        server.allow();

        watched.next(IdentityState.ATTESTED);
    }

    @Test
    void shouldLoseAllThatWasGivenWhenItIsDenied() throws Exception {
        server.start();
        derived().start(20_000);
        watched.next(
                "with JWT bundles", each -> !each.jwtBundles().trustDomains().isEmpty());

        server.deny();

        WorkloadIdentity identity = watched.next(IdentityState.DENIED);
        assertThat(identity.id()).isEqualTo(SUPPORT);
        assertThat(identity.svid()).isNull();
        assertThat(identity.svids()).isEmpty();
        assertThat(identity.expiresMs()).isZero();
        assertThat(identity.x509Bundles()).isEmpty();
        assertThat(identity.jwtBundles().trustDomains()).isEmpty();
    }

    @Test
    void shouldOpenAStreamAgainThatEndsInGoodOrder() throws Exception {
        server.start();
        derived().start(20_000);
        long opened = server.streamsOpened();

        server.endStreams();

        WorkloadIdentity stale = watched.next(IdentityState.STALE);
        assertThat(stale.isAttested()).isTrue();
        assertThat(stale.status()).contains("is attested until", "is lost: it has ended the stream");
        assertProves(stale);
        watched.next(IdentityState.ATTESTED);
        assertThat(server.streamsOpened()).isGreaterThan(opened);
    }

    @Test
    void shouldGoOnAttestedWhileTheServerIsAway() throws Exception {
        server.start();
        derived().start(20_000);

        server.stop();

        assertThat(watched.next(IdentityState.STALE).isAttested()).isTrue();
        WorkloadIdentity gone =
                watched.next("without a socket", each -> each.status().contains("is not there"));
        assertThat(gone.state()).isEqualTo(IdentityState.STALE);
        assertProves(gone);

        server.start();

        watched.next(IdentityState.ATTESTED);
    }

    @Test
    void shouldLoseAttestationWhenTheSvidExpiresWhileTheServerIsAway() throws Exception {
        server.start();
        derived().start(20_000);
        server.grant(new Entry(SUPPORT.toString(), "", SOON));
        watched.next("short-lived", IdentitySourceTest::isShortLived);

        server.stop();

        watched.next(IdentityState.STALE);
        WorkloadIdentity expired = watched.next(IdentityState.EXPIRED);
        assertThat(expired.isAttested()).isFalse();
        assertThat(expired.id()).isEqualTo(SUPPORT);
        assertThat(expired.svid()).isNull();
        assertThat(expired.status()).contains("is attested no longer: its SVID expired at ", "is not there");
        assertThat(expired.x509Bundle("acme.com")).isNotNull();

        server.grant(new Entry(SUPPORT.toString(), "", HOUR));
        server.start();

        watched.next(IdentityState.ATTESTED);
    }

    @Test
    void shouldWaitForAnAnswerThatTakesItsTimeAfterTheSvidHasExpired() throws Exception {
        server.start();
        derived().start(20_000);
        server.grant(new Entry(SUPPORT.toString(), "", SOON));
        watched.next("short-lived", IdentitySourceTest::isShortLived);
        server.stop();
        watched.next(IdentityState.EXPIRED);
        server.grant(new Entry(SUPPORT.toString(), "", HOUR));
        server.change(message -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_500));
            return message;
        });

        server.start();

        watched.next(IdentityState.ATTESTED);
    }

    @Test
    void shouldLoseAttestationWhenTheServerForgetsToRotate() throws Exception {
        server.start();
        derived().start(20_000);

        server.grant(new Entry(SUPPORT.toString(), "", SOON));

        assertThat(watched.next(IdentityState.EXPIRED).status()).endsWith("gave no other: it has sent none");
        assertThat(watched.next(IdentityState.INVALID).status()).contains("the SVID of " + SUPPORT + " expired at ");

        server.grant(new Entry(SUPPORT.toString(), "", HOUR));

        watched.next(IdentityState.ATTESTED);
    }

    @Test
    void shouldDropAFurtherSvidThatExpires() throws Exception {
        server.start();
        assertThat(derived().start(20_000).svidByHint("refunds")).isNotNull();

        server.grant(new Entry(SUPPORT.toString(), "", HOUR), new Entry(REFUNDS.toString(), "refunds", SOON));

        WorkloadIdentity identity =
                watched.next("without refunds", each -> each.isAttested() && each.svidByHint("refunds") == null);

        assertThat(identity.state()).isEqualTo(IdentityState.ATTESTED);
        assertThat(identity.svids()).extracting(Svid::id).containsExactly(SUPPORT);
    }

    @Test
    void shouldNeverShowATornIdentityWhileSvidsRotate() throws Exception {
        server.start();
        IdentitySource rotating = derived();
        rotating.start(20_000);
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong reads = new AtomicLong();
        Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread reader = new Thread(() -> {
                try {
                    while (!done.get()) {
                        WorkloadIdentity identity = rotating.current();
                        assertThat(identity.state()).as(identity.status()).isEqualTo(IdentityState.ATTESTED);
                        assertProves(identity);
                        reads.incrementAndGet();
                    }
                } catch (Throwable t) {
                    wrong.add(t);
                }
            });
            readers.add(reader);
            reader.start();
        }

        for (int i = 0; i < 20; i++) {
            String before = leaf(rotating.current());
            if (i % 5 == 0) {
                authority.rotate();
            }
            server.rotate();
            watched.next(
                    "another leaf",
                    identity -> identity.isAttested() && !leaf(identity).equals(before));
        }
        done.set(true);
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(wrong).isEmpty();
        assertThat(reads.get()).isGreaterThan(20);
        assertThat(server.streamsOpen()).isEqualTo(2);
    }

    @Test
    void shouldTakeOverChangedBundles() throws Exception {
        server.start();
        derived().start(20_000);

        authority.rotate();
        server.rotate();
        WorkloadIdentity identity = watched.next("with two authorities", each -> authorities(each) == 2);
        assertProves(identity);

        server.federate(new Authority("partner.org"));
        identity = watched.next(
                "federated",
                each -> each.x509Bundles().size() == 2
                        && each.jwtBundles().trustDomains().size() == 2);
        assertThat(identity.x509Bundles()).containsOnlyKeys("acme.com", "partner.org");
        assertThat(identity.jwtBundles().trustDomains()).containsExactlyInAnyOrder("acme.com", "partner.org");
    }

    @Test
    void shouldNotBeAttestedByWhatCantBeUsed() throws Exception {
        X509SVID other = X509SVID.newBuilder()
                .setX509SvidKey(ByteString.copyFromUtf8("no key"))
                .build();
        server.start();
        derived().start(20_000);

        becomesInvalid(svid -> svid.setX509Svid(svid.getX509Svid().substring(0, 100)), "can't be read");
        becomesInvalid(X509SVID.Builder::clearX509Svid, "can't be read");
        becomesInvalid(svid -> svid.setX509SvidKey(other.getX509SvidKey()), "can't be read");
        becomesInvalid(X509SVID.Builder::clearX509SvidKey, "can't be read");
        becomesInvalid(svid -> svid.setBundle(svid.getBundle().substring(0, 100)), "the bundle for");
        becomesInvalid(X509SVID.Builder::clearBundle, "the bundle for");
        becomesInvalid(svid -> svid.setSpiffeId("spiffe://acme.com/other"), "is of spiffe://acme.com/support");
        becomesInvalid(svid -> svid.setSpiffeId("spiffe://other.org/support"), "is of the trust domain acme.com");
        becomesInvalid(svid -> svid.setSpiffeId("no id"), "the bundle for no id can't be read");
        becomesInvalid(
                svid -> svid.setBundle(ByteString.copyFrom(new Authority("acme.com").x509Bundle())),
                "signed by no authority in the bundle of acme.com");
        server.change(message -> {
            X509SVID another = message.getSvids(1);
            return message.toBuilder()
                    .setSvids(0, message.getSvids(0).toBuilder().setX509SvidKey(another.getX509SvidKey()))
                    .build();
        });
        assertThat(watched.next(IdentityState.INVALID).status()).contains("the key of " + SUPPORT + " is not its");
        server.change(message -> X509SVIDResponse.getDefaultInstance());
        assertThat(watched.next("empty", each -> each.status().contains("no SVID"))
                        .isAttested())
                .isFalse();

        server.change(UnaryOperator.identity());

        watched.next(IdentityState.ATTESTED);
    }

    @Test
    void shouldNotBeAttestedByAnSvidThatIsNotValidYet() throws Exception {
        server.serve(authority.issue(
                SUPPORT.toString(),
                "",
                Instant.now().plusSeconds(600),
                Instant.now().plusSeconds(1200)));
        server.start();

        assertThat(derived().start(20_000).status()).contains("is valid only from ", "compare the clocks");
    }

    @Test
    void shouldNotTakeAnotherIdentityThanTheExpected() throws Exception {
        WorkloadApiServer foreign = new WorkloadApiServer(folder.resolve("foreign.sock"), new Authority("evil.org"));
        foreign.grant(new Entry("spiffe://evil.org/support", "", HOUR));
        try (foreign) {
            foreign.start();
            source = source(new IdentitySettings(WorkloadEndpoint.parse(foreign.address()), SUPPORT, true, ""));
            WorkloadIdentity identity = source.start(20_000);

            assertThat(identity.state()).isEqualTo(IdentityState.INVALID);
            assertThat(identity.id()).isEqualTo(SUPPORT);
            assertThat(identity.isAttested()).isFalse();
            assertThat(identity.status())
                    .contains("it has SVIDs for spiffe://evil.org/support, of another trust domain, and expected is "
                            + SUPPORT);
        }
    }

    @Test
    void shouldFindTheDefaultSvidByExpectedIdAndByHint() throws Exception {
        server.start();
        WorkloadEndpoint endpoint = WorkloadEndpoint.parse(server.address());
        source = source(new IdentitySettings(endpoint, REFUNDS, true, ""));
        assertThat(source.start(20_000).id()).isEqualTo(REFUNDS);
        assertThat(source.current().svids()).extracting(Svid::id).containsExactly(REFUNDS, SUPPORT);
        source.close();

        source = source(new IdentitySettings(endpoint, DERIVED, false, "refunds"));
        assertThat(source.start(20_000).id()).isEqualTo(REFUNDS);
        source.close();

        source = source(new IdentitySettings(endpoint, SUPPORT, true, "billing"));
        assertThat(source.start(20_000).status())
                .contains("it has SVIDs for " + SUPPORT + ", " + REFUNDS + " with hint refunds, and expected is "
                        + SUPPORT + " with hint billing");
    }

    @Test
    void shouldFetchAndValidateJwtSvids() throws Exception {
        server.start();
        IdentitySource both = derived();
        both.start(20_000);
        JwtBundles bundles = watched.next(
                        "with JWT bundles",
                        each -> !each.jwtBundles().trustDomains().isEmpty())
                .jwtBundles();

        JwtToken token = both.fetchToken(REFUNDS, "spiffe://acme.com/billing");
        ValidatedToken valid = bundles.validate(token.text(), "spiffe://acme.com/billing");

        assertThat(token.subject()).isEqualTo(REFUNDS);
        assertThat(token.hint()).isEqualTo("refunds");
        assertThat(token.toString()).doesNotContain(token.text()).contains(REFUNDS.toString());
        assertThat(valid.subject()).isEqualTo(REFUNDS);
        assertThat(valid.expiresMs()).isEqualTo(token.expiresMs());
        assertThat(valid.claims()).containsEntry("sub", REFUNDS.toString());
        String cut = token.text().substring(0, token.text().length() - 4);
        assertInvalid(bundles, token.text(), "spiffe://acme.com/other", "expected audience");
        assertInvalid(bundles, cut, "spiffe://acme.com/billing", "not valid");
        assertInvalid(bundles, "x".repeat(1 << 20), "a", "longer than");
        assertInvalid(bundles, "", "a", "no JWT-SVID");
        assertInvalid(bundles, "a.b.c", "a", "no JWT-SVID");
        assertInvalid(
                bundles,
                authority.token(SUPPORT.toString(), List.of("a"), Duration.ofSeconds(-1)),
                "a",
                "Token has expired");
        assertInvalid(
                bundles,
                new Authority("evil.org").token("spiffe://evil.org/x", List.of("a"), HOUR),
                "a",
                "nobody who is trusted here");
        assertInvalid(
                bundles, new Authority("acme.com").token(SUPPORT.toString(), List.of("a"), HOUR), "a", "not valid");
    }

    @Test
    void shouldSayWhyThereIsNoJwtSvid() throws Exception {
        IdentitySource waiting = derived();
        assertThatThrownBy(() -> waiting.fetchToken(SUPPORT, "a"))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("has given no SVID");
        server.start();
        waiting.start(20_000);

        assertThatThrownBy(() -> waiting.fetchToken(SpiffeId.parse("spiffe://acme.com/other"), "a"))
                .hasMessageContaining("PERMISSION_DENIED");
    }

    @Test
    void shouldNotWaitForEverForAJwtSvid() throws Exception {
        server.start();
        IdentitySource hanging = impatient();
        hanging.start(0);
        watched.next(IdentityState.ATTESTED);

        server.silent(true);

        assertThatThrownBy(() -> hanging.fetchToken(SUPPORT, "a")).hasMessageContaining("DEADLINE_EXCEEDED");
    }

    @Test
    void shouldGoOnWhenItsListenerThrows() throws Exception {
        server.start();
        IdentityListener throwing = new IdentityListener() {
            @Override
            public void changed(WorkloadIdentity identity) {
                watched.changed(identity);
                throw new IllegalStateException("thrown by the listener");
            }

            @Override
            public void failed(Throwable problem) {
                watched.failed(problem);
                throw new IllegalStateException("again");
            }
        };
        source = new IdentitySource(settings(), throwing, this::thread, TIMES);
        source.start(20_000);

        server.rotate();
        watched.next(IdentityState.ATTESTED);
        server.stop();
        watched.next(IdentityState.STALE);

        assertThat(watched.failures).extracting(Throwable::getMessage).contains("thrown by the listener");
    }

    /** Or calls would go on in an identity that is not proven any more, or be refused in one that is. */
    @Test
    void shouldTellAListenerAgainThatFoundNoMemory() throws Exception {
        server.start();
        AtomicLong failures = new AtomicLong(3);
        IdentityListener forgetful = new IdentityListener() {
            @Override
            public void changed(WorkloadIdentity identity) {
                if (identity.state() == IdentityState.ATTESTED && failures.getAndDecrement() > 0) {
                    throw new OutOfMemoryError("Java heap space");
                }
                watched.changed(identity);
            }

            @Override
            public void failed(Throwable problem) {
                throw new OutOfMemoryError("Java heap space");
            }
        };
        source = new IdentitySource(settings(), forgetful, this::thread, TIMES);
        source.start(20_000);

        watched.next(IdentityState.ATTESTED);
    }

    @Test
    void shouldLeaveNoThreadBehindAndSurviveInterrupts() throws Exception {
        server.start();
        IdentitySource closed = derived();
        closed.start(20_000);
        threads.forEach(Thread::interrupt);
        server.rotate();
        watched.next(IdentityState.ATTESTED);
        assertThat(threads).hasSize(2).allMatch(Thread::isDaemon);

        closed.close();

        for (Thread thread : threads) {
            thread.join(20_000);
        }
        assertThat(threads).noneMatch(Thread::isAlive);
        assertThat(closed.current().id()).isEqualTo(SUPPORT);
    }

    @Test
    void shouldTellNobodyAKey() throws Exception {
        server.start();
        WorkloadIdentity identity = derived().start(20_000);
        Svid svid = identity.svid();
        String scalar = ((java.security.interfaces.ECPrivateKey) svid.privateKey())
                .getS()
                .toString();

        assertThat(identity + " " + svid + " " + identity.svids() + " " + identity.status())
                .doesNotContain(scalar, "PRIVATE", "Key");
    }

    private IdentitySource derived() {
        source = source(settings());
        return source;
    }

    private IdentitySettings settings() {
        return new IdentitySettings(WorkloadEndpoint.parse(server.address()), DERIVED, false, "");
    }

    private IdentitySource source(IdentitySettings settings) {
        return new IdentitySource(settings, watched, this::thread, TIMES);
    }

    private IdentitySource impatient() {
        source = new IdentitySource(settings(), watched, this::thread, IMPATIENT);
        return source;
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "identity-test");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    private void becomesInvalid(UnaryOperator<X509SVID.Builder> wrong, String why) throws InterruptedException {
        server.change(message -> message.toBuilder()
                .setSvids(0, wrong.apply(message.getSvids(0).toBuilder()))
                .build());
        WorkloadIdentity identity =
                watched.next("invalid: " + why, each -> each.status().contains(why));
        assertThat(identity.state()).isEqualTo(IdentityState.INVALID);
        assertThat(identity.isAttested()).isFalse();
        assertThat(identity.svid()).isNull();
        server.change(UnaryOperator.identity());
        watched.next(IdentityState.ATTESTED);
    }

    private static void assertInvalid(JwtBundles bundles, String token, String audience, String why) {
        assertThatThrownBy(() -> bundles.validate(token, audience))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining(why)
                .message()
                .hasSizeLessThan(500);
    }

    /** The default SVID is the identity's, its bundle verifies it, and its key signs. */
    private static void assertProves(WorkloadIdentity identity) throws Exception {
        Svid svid = identity.svid();
        assertThat(svid).isNotNull();
        assertThat(identity.x509Bundle(identity.trustDomain()).verify(svid.chain(), System.currentTimeMillis()))
                .isEqualTo(identity.id());
        assertThat(Svid.verify(svid.chain().get(0).getPublicKey(), TEXT, svid.sign(TEXT)))
                .isTrue();
    }

    private static String leaf(WorkloadIdentity identity) {
        return identity.svid().chain().get(0).getSerialNumber().toString();
    }

    private static boolean isShortLived(WorkloadIdentity identity) {
        return identity.isAttested()
                && identity.expiresMs()
                        < Instant.now().plus(HOUR).minusSeconds(600).toEpochMilli();
    }

    private static int authorities(WorkloadIdentity identity) {
        TrustBundle bundle = identity.x509Bundle("acme.com");
        return bundle == null ? 0 : bundle.authorities().size();
    }

    private ServerSocketChannel listener() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(folder.resolve("agent.sock")));
    }
}
