package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.policy.PolicySnapshot;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The policies are replaced while calls are decided. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReloadTest {
    private static final int VERSIONS = 8;
    private static final int CALLERS = 3;
    private static final long STRESS_NS = TimeUnit.SECONDS.toNanos(4);
    private static final int SITE = 7;

    @TempDir
    Path folder;

    /** Both policies apply to every call, so that a decision which mixes two versions names two numbers. */
    private static String version(int number) {
        final String effect = number % 2 == 0 ? "permit" : "forbid";
        return "@id(\"first-" + number + "\") " + effect + " (principal, action, resource);\n@id(\"second-" + number
                + "\") " + effect + " (principal, action, resource) when { context == context };\n";
    }

    @Test
    void shouldDecideEachCallByOneVersionWhilePoliciesAreReplaced() throws Exception {
        final long seed = System.nanoTime();
        System.out.println("seed=" + seed);
        final List<PolicySnapshot> versions = new ArrayList<>();
        final Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < VERSIONS; i++) {
            versions.add(TestGuard.snapshot(version(i)));
            numbers.put(versions.get(i).hash(), i);
        }
        final AtomicBoolean over = new AtomicBoolean();
        final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, version(0))) {
            final List<Future<Tally>> tallies = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                tallies.add(callers.submit(new Caller(guard.enforcement, seed + i, over)));
            }
            final Random random = new Random(seed);
            final long began = System.nanoTime();
            int swaps = 0;
            while (System.nanoTime() - began < STRESS_NS) {
                guard.enforcement.replace(versions.get(random.nextInt(VERSIONS)));
                LockSupport.parkNanos(random.nextInt(200_000));
                swaps++;
            }
            over.set(true);
            final Tally all = new Tally();
            for (Future<Tally> tally : tallies) {
                all.add(tally.get());
            }
            final Tally recorded = recorded(guard, numbers);
            System.out.println("swaps=" + swaps + " allowed=" + all.allowed + " denied=" + all.denied);
            assertThat(swaps).isGreaterThan(100);
            assertThat(all.allowed).isPositive().isEqualTo(recorded.allowed);
            assertThat(all.denied).isPositive().isEqualTo(recorded.denied);
        } finally {
            callers.shutdownNow();
        }
    }

    /** Each decision's record agrees with itself, and each call's with the calls that were decided together with it. */
    private static Tally recorded(TestGuard guard, Map<String, Integer> numbers) throws Exception {
        final Tally tally = new Tally();
        final Map<String, Set<String>> hashesOfFetch = new HashMap<>();
        for (JournalRecord record : guard.records()) {
            if (record.kind().equals("decision")) {
                final Integer number = numbers.get(record.policyHash());
                assertThat(number)
                        .as("the version of hash " + record.policyHash())
                        .isNotNull();
                assertThat(record.policies()).containsExactly("first-" + number, "second-" + number);
                assertThat(record.verdict()).isEqualTo(number % 2 == 0 ? "allow" : "deny");
                if (record.category().equals("secret")) {
                    // Of three names, one refused is the fetch refused, and no further one is asked for.
                    tally.names++;
                    hashesOfFetch
                            .computeIfAbsent(record.session(), key -> new HashSet<>())
                            .add(record.policyHash());
                    if (record.verdict().equals("deny") || record.resource().contains("db-3")) {
                        tally.add(record.verdict());
                    }
                } else {
                    tally.add(record.verdict());
                }
            }
        }
        assertThat(hashesOfFetch.values()).allMatch(hashes -> hashes.size() == 1);
        assertThat(tally.names).isGreaterThan(hashesOfFetch.size());
        return tally;
    }

    /** Calls tools, and fetches three secrets at once. */
    private record Caller(EnforcementPoint guard, long seed, AtomicBoolean over) implements Callable<Tally> {
        @Override
        public Tally call() {
            final Random random = new Random(seed);
            final Tally tally = new Tally();
            for (long i = 0; !over.get(); i++) {
                final String refusal;
                if (random.nextInt(4) == 0) {
                    guard.agent(1, "agent", "fetch-" + seed + "-" + i);
                    refusal = guard.secret(SITE, new Object(), "aws-sm", List.of("db-1", "db-2", "db-3"));
                } else {
                    guard.agent(1, "agent", null);
                    refusal = guard.tool(SITE, new Object(), "Support", "refund", "{\"amount\": 40}", null);
                }
                if (refusal == null) {
                    guard.end(SITE, null, null);
                }
                guard.end(1, null, null);
                tally.add(refusal == null ? "allow" : "deny");
                LockSupport.parkNanos(random.nextInt(50_000));
            }
            return tally;
        }
    }

    private static final class Tally {
        int allowed;
        int denied;
        int names;

        void add(String verdict) {
            if (verdict.equals("allow")) {
                allowed++;
            } else {
                denied++;
            }
        }

        void add(Tally other) {
            allowed += other.allowed;
            denied += other.denied;
        }
    }

    @Test
    void shouldEndACallThatBeganUnderThePoliciesBefore() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, version(0))) {
            final EnforcementPoint point = guard.enforcement;
            assertThat(point.tool(1, this, "Support", "refund", "{}", null)).isNull();
            point.replace(TestGuard.snapshot(version(1)));
            assertThat(point.connect(2, "acme.com", 443, null)).contains("policy=first-1");
            point.end(1, "refunded", null);
            final List<JournalRecord> records = guard.records();
            assertThat(records)
                    .filteredOn(record -> record.kind().equals("decision"))
                    .extracting(JournalRecord::policyHash)
                    .containsExactly(
                            TestGuard.snapshot(version(0)).hash(),
                            TestGuard.snapshot(version(1)).hash());
            assertThat(records)
                    .filteredOn(record -> record.kind().equals("outcome"))
                    .extracting(JournalRecord::call, JournalRecord::outcome)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(1L, "ok"),
                            org.assertj.core.groups.Tuple.tuple(2L, "refused"));
        }
    }

    /** A pool's threads may sleep for days after a call. */
    @Test
    void shouldLetGoOfVersionsThatOnlySleepingThreadsHaveUsed() throws Exception {
        final ExecutorService sleepers = Executors.newFixedThreadPool(4);
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, version(0))) {
            final List<WeakReference<PolicySnapshot>> before = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                final PolicySnapshot snapshot = TestGuard.snapshot(version(i));
                before.add(new WeakReference<>(snapshot));
                guard.enforcement.replace(snapshot);
                sleepers.submit(() -> guard.enforcement.connect(SITE, "acme.com", 443, null))
                        .get();
            }
            guard.enforcement.replace(guard.snapshot);
            for (int i = 0; i < 50 && before.stream().anyMatch(each -> each.get() != null); i++) {
                System.gc();
            }
            assertThat(before).allMatch(each -> each.get() == null);
            assertThat(sleepers.submit(() -> guard.enforcement.connect(SITE, "acme.com", 443, null))
                            .get())
                    .isNull();
        } finally {
            sleepers.shutdownNow();
        }
    }

    @Test
    void shouldSayOfEachVersionWhichOfItsPoliciesErr() throws Exception {
        final String erring = "@id(\"e\") forbid (principal, action, resource) when { context.absent > 1 };";
        try (TestGuard guard = new TestGuard(folder, Mode.OBSERVE, erring)) {
            for (int version = 0; version < 2; version++) {
                for (int i = 0; i < 3; i++) {
                    guard.enforcement.connect(SITE, "acme.com", 443, null);
                    guard.enforcement.end(SITE, null, null);
                }
                guard.enforcement.replace(TestGuard.snapshot(erring + "// " + version));
            }
            assertThat(guard.records())
                    .filteredOn(record -> record.kind().equals("anomaly"))
                    .extracting(JournalRecord::name)
                    .containsExactly("policy-error", "policy-error");
        }
    }
}
