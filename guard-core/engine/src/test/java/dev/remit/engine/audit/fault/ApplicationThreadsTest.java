package dev.remit.engine.audit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads of the application that are not as usual. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ApplicationThreadsTest {
    private static final int THREADS = 4;
    private static final int RECORDS = 5_000;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "audit.block-ms={0}")
    @ValueSource(ints = {0, 60_000})
    void shouldRecordForInterruptedThreadsAndLeaveThemInterrupted(int blockMs) throws Exception {
        Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger lostInterrupts = new AtomicInteger();
        AuditSettings settings = new AuditSettings(folder.toFile(), 1 << 20, 4096, blockMs, 10_000);
        try (Recorder recorder = Recorder.open(settings)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                long first = 1 + t * 1_000_000L;
                Thread thread = new Thread(() -> {
                    Thread.currentThread().interrupt();
                    DecisionEntry entry = Samples.decision(first);
                    for (long id = first; id < first + RECORDS; id++) {
                        entry.callId = id;
                        if (recorder.decision(entry)) {
                            acknowledged.add(id);
                        } else {
                            refused.incrementAndGet();
                        }
                        if (!Thread.currentThread().isInterrupted()) {
                            lostInterrupts.incrementAndGet();
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(lostInterrupts.get()).isZero();
        assertThat(acknowledged.size() + refused.get()).isEqualTo(THREADS * RECORDS);
        if (blockMs > 0) {
            assertThat(refused.get()).isZero();
        }
        Proof.expectAll(folder, acknowledged, "interrupted");
        assertThat(Samples.read(folder, "decision")).hasSameSizeAs(acknowledged);
        assertThat(Proof.blocked(folder)).isEqualTo(refused.get());
    }

    @Test
    void shouldRecordOnceForEachOfTenThousandVirtualThreads() throws Exception {
        Path jdk = Jdks.ownAndLatest().stream()
                .filter(path -> Jdks.feature(path) >= 21)
                .findFirst()
                .orElse(null);
        assumeTrue(jdk != null, "no JDK from 21 on is here");
        try (Target target = Target.start(
                jdk, List.of(), List.of(), Target.Options.of(folder).threads(0))) {
            target.order("virtual");
            target.stop();
            assertThat(target.acknowledged()).hasSize(10_001);
            Proof.expectAll(folder, target.acknowledged(), "virtual threads");
            assertThat(Samples.read(folder, "decision")).hasSize(10_001);
            System.out.println("ApplicationThreadsTest java=" + Jdks.feature(jdk)
                    + " virtual threads=10000 acknowledged="
                    + target.acknowledged().size() + " lost=0 duplicated=0, tried again while the ring was full="
                    + target.refused());
        }
    }
}
