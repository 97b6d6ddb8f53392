package dev.remit.engine.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.IdentityListener;
import dev.remit.engine.identity.IdentitySettings;
import dev.remit.engine.identity.IdentitySource;
import dev.remit.engine.identity.Svid;
import dev.remit.engine.identity.WorkloadEndpoint;
import dev.remit.engine.identity.WorkloadIdentity;
import dev.remit.samples.workloadapi.Authority;
import dev.remit.samples.workloadapi.Entry;
import dev.remit.samples.workloadapi.WorkloadApiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskTokensTest {
    private static final SpiffeId PLANNER = SpiffeId.parse("spiffe://acme.com/planner");
    private static final SpiffeId WORKER = SpiffeId.parse("spiffe://acme.com/worker");
    private static final String AUDIENCE = "worker.acme.com:443";
    private static final Set<String> HERE = Set.of(AUDIENCE, "10.0.0.7:443");
    private static final Authority ACME = new Authority("acme.com");

    private final long now = System.currentTimeMillis();
    private final TaskTokens tokens = new TaskTokens(now);
    private final DelegatedTask task = new DelegatedTask(
            PLANNER,
            "plan-1/refund-2",
            "refund",
            "user:alice",
            now + 300_000,
            Map.of("calls", 7L),
            List.of("money"),
            List.of("refund", "look_up"),
            List.of(PLANNER.toString()));

    @TempDir
    static Path folder;

    private static WorkloadIdentity identity(Authority authority, SpiffeId id, Duration life) throws Exception {
        try (WorkloadApiServer server =
                new WorkloadApiServer(folder.resolve("api-" + System.nanoTime() + ".sock"), authority)) {
            server.grant(new Entry(id.toString(), "", life));
            server.start();
            try (IdentitySource source = new IdentitySource(
                    new IdentitySettings(WorkloadEndpoint.parse(server.address()), id, true, ""),
                    new Unheard(),
                    Thread::new)) {
                return source.start(20_000);
            }
        }
    }

    private static Svid svid(WorkloadIdentity identity) {
        assertThat(identity.svid()).isNotNull();
        return identity.svid();
    }

    @Test
    void shouldHandOnAllThatATaskHas() throws Exception {
        final WorkloadIdentity planner = identity(ACME, PLANNER, Duration.ofHours(1));
        final WorkloadIdentity worker = identity(ACME, WORKER, Duration.ofHours(1));
        final String token = tokens.issue(task, svid(planner), AUDIENCE, now);
        assertThat(token).hasSizeLessThan(4096);
        assertThat(tokens.accept(token, worker, HERE, now)).isEqualTo(task);
        assertThat(task.within(now).ttlMs()).isEqualTo(300_000);
        final DelegatedTask bare = new DelegatedTask(
                PLANNER, "plan-1", "plan", null, 0, Map.of(), List.of(), List.of(), List.of(PLANNER.toString()));
        assertThat(tokens.accept(tokens.issue(bare, svid(planner), AUDIENCE, now), worker, HERE, now))
                .isEqualTo(bare);
    }

    @Test
    void shouldNameInTheChainWhoeverHasSigned() throws Exception {
        final SpiffeId mallory = SpiffeId.parse("spiffe://acme.com/mallory");
        final WorkloadIdentity signer = identity(ACME, mallory, Duration.ofHours(1));
        final DelegatedTask claimed =
                new DelegatedTask(mallory, "refund-2", "refund", null, 0, Map.of(), List.of(), List.of(), task.chain());
        assertThat(tokens.accept(tokens.issue(claimed, svid(signer), AUDIENCE, now), signer, HERE, now)
                        .chain())
                .containsExactly(PLANNER.toString(), mallory.toString());
    }

    @Test
    void shouldBeGoodOnceAndForAShortTimeAndForOneHost() throws Exception {
        final WorkloadIdentity planner = identity(ACME, PLANNER, Duration.ofHours(1));
        final String token = tokens.issue(task, svid(planner), AUDIENCE, now);
        refused(token, planner, now + TaskTokens.LIFE_MS + TaskTokens.SKEW_MS, "expired at");
        refused(token, planner, now - TaskTokens.SKEW_MS - 2000, "compare the clocks");
        refused(
                tokens.issue(task, svid(planner), "other.acme.com:443", now),
                planner,
                now,
                "is for [other.acme.com:443]");
        tokens.accept(token, planner, HERE, now);
        refused(token, planner, now, "used before");
        refused(token, planner, now + 1000, "used before");
        refused(
                new TaskTokens(now).issue(task, svid(planner), AUDIENCE, now - TaskTokens.SKEW_MS - 1000),
                planner,
                now,
                "older than this guard");
    }

    @Test
    void shouldBeSignedByWhoItSaysAndWhoIsTrusted() throws Exception {
        final WorkloadIdentity worker = identity(ACME, WORKER, Duration.ofHours(1));
        final WorkloadIdentity stranger =
                identity(new Authority("evil.example"), SpiffeId.parse("spiffe://evil.example/x"), Duration.ofHours(1));
        refused(
                tokens.issue(by(stranger.id()), svid(stranger), AUDIENCE, now),
                worker,
                now,
                "nobody of the trust domain evil.example is trusted here");
        refused(tokens.issue(task, svid(stranger), AUDIENCE, now), worker, now, "signed by nobody who is trusted");
        refused(tokens.issue(task, svid(worker), AUDIENCE, now), worker, now, "says that it is by " + PLANNER);
        final WorkloadIdentity other = identity(new Authority("acme.com"), PLANNER, Duration.ofHours(1));
        refused(tokens.issue(task, svid(other), AUDIENCE, now), worker, now, "signed by no authority");
    }

    private DelegatedTask by(SpiffeId id) {
        return new DelegatedTask(id, task.path(), task.intent(), null, 0, Map.of(), List.of(), List.of(), List.of());
    }

    @Test
    void shouldRefuseWhatIsNoToken() throws Exception {
        final WorkloadIdentity planner = identity(ACME, PLANNER, Duration.ofHours(1));
        final String token = tokens.issue(task, svid(planner), AUDIENCE, now);
        refused("x".repeat(1 << 20), planner, now, "longer than");
        refused("", planner, now, "none that can be read");
        refused("a.b.c", planner, now, "none that can be read");
        refused(token.substring(0, token.length() / 2), planner, now, "none that can be read");
        final SignedJWT mac = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .issuer(PLANNER.toString())
                        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                        .build());
        mac.sign(new MACSigner(new byte[32]));
        refused(mac.serialize(), planner, now, "none of a task's");
    }

    /** Whatever is changed in it, it is refused, and never with an error of another kind. */
    @Test
    void shouldRefuseEveryTokenThatWasChanged() throws Exception {
        final WorkloadIdentity planner = identity(ACME, PLANNER, Duration.ofHours(1));
        final String token = tokens.issue(task, svid(planner), AUDIENCE, now);
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            final char[] changed = token.toCharArray();
            // The last character of a part may hold bits that stand for nothing.
            final int at = random.nextInt(token.lastIndexOf('.') - 1);
            changed[at] = changed[at] == 'A' ? 'B' : 'A';
            final String text = new String(changed);
            if (!text.equals(token)) {
                assertThatThrownBy(() -> tokens.accept(text, planner, HERE, now))
                        .as("seed=%d at=%d", seed, at)
                        .isInstanceOf(DelegationException.class);
            }
        }
    }

    private void refused(String token, WorkloadIdentity by, long atMs, String why) {
        assertThatThrownBy(() -> tokens.accept(token, by, HERE, atMs))
                .isInstanceOf(DelegationException.class)
                .hasMessageContaining(why)
                .message()
                .satisfies(message -> assertThat(message).doesNotContain("eyJ"));
    }

    private static final class Unheard implements IdentityListener {
        @Override
        public void changed(WorkloadIdentity identity) {}

        @Override
        public void failed(Throwable problem) {
            throw new AssertionError(problem);
        }
    }
}
