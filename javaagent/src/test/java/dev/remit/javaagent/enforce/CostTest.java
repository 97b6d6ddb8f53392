package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Mode;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A guarded call beside hashes of the same JVM, in turns, so that a slow machine is slow for both. What a call costs is for the benchmarks; here only what
 * makes it many times dearer is noticed, such as a lock, a file, or a stack trace on its way.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CostTest {
    private static final int SITE = 7;
    private static final int CALLS = 1_000;
    private static final int ROUNDS = 30;
    private static final long PAUSE_MS = 20;

    /** Hashes of 256 bytes that a call may cost as much as; it costs as much as three to eight of them. */
    private static final double MOST = 40;

    private static final String POLICIES = """
            @id("refunds")
            permit (principal is Remit::Agent, action == Remit::Action::"refund", resource)
            when { context.input.currency == "EUR" && context.input.amount <= 100 && context.session.calls < 1000000 };
            """;

    @TempDir
    Path folder;

    private final byte[] hashed = new byte[256];

    @Test
    void shouldCostAsMuchAsSomeHashes() throws Exception {
        final MessageDigest sha = MessageDigest.getInstance("SHA-256");
        long hashes = Long.MAX_VALUE;
        long calls = Long.MAX_VALUE;
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            for (int round = 0; round < ROUNDS; round++) {
                hashes = Math.min(hashes, hash(sha));
                calls = Math.min(calls, call(guard.enforcement));
                // What was recorded is written down.
                Thread.sleep(PAUSE_MS);
            }
        }
        assertThat((double) calls / hashes)
                .as("a guarded call takes %d ns, a hash %d ns", calls / CALLS, hashes / CALLS)
                .isLessThan(MOST);
    }

    private long hash(MessageDigest sha) {
        final long began = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            hashed[i % hashed.length]++;
            sha.update(hashed);
            hashed[0] ^= sha.digest()[0];
        }
        return System.nanoTime() - began;
    }

    private static long call(EnforcementPoint point) {
        final long began = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            final Object refusal = point.tool(
                    SITE, CALLS, "Support", "refund", "{\"amount\": 40, \"currency\": \"EUR\"}", "customer-4711");
            if (refusal != null) {
                throw new IllegalStateException("refused: " + refusal);
            }
            point.end(SITE, "refunded", null);
        }
        return System.nanoTime() - began;
    }
}
