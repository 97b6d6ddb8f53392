package dev.remit.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.ring.RingDescriptor;
import dev.remit.engine.audit.ring.RingFile;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecorderTest {
    @TempDir
    Path folder;

    @Test
    void shouldBringEveryFieldOfADecisionBack() throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            assertThat(recorder.decision(Samples.decision(42))).isTrue();
        }
        JournalRecord r = Samples.read(folder, "decision").get(0);
        assertThat(r.whole()).isTrue();
        assertThat(r.sequence()).isEqualTo(1);
        assertThat(r.run()).isPositive();
        assertThat(r.call()).isEqualTo(42);
        assertThat(r.parent()).isEqualTo(41);
        assertThat(r.timeNs()).isEqualTo(1_700_000_000_123_456_831L);
        assertThat(r.verdict()).isEqualTo("deny");
        assertThat(r.mode()).isEqualTo("enforce");
        assertThat(r.category()).isEqualTo("tool");
        assertThat(r.principal()).isEqualTo("Remit::Agent::\"spiffe://acme.com/support\"");
        assertThat(r.action()).isEqualTo("Remit::Action::\"refund\"");
        assertThat(r.resource()).isEqualTo("Remit::Toolset::\"com.acme.Bookings\"");
        assertThat(r.policies()).containsExactly("refunds-need-approval", "no-mail-outside");
        assertThat(r.policyCount()).isEqualTo(2);
        assertThat(r.policyHash()).isEqualTo(Samples.HASH);
        assertThat(r.reason()).isEqualTo("Refunds over 100 need a person");
        assertThat(r.session()).isEqualTo("session-7");
        assertThat(r.thread()).isEqualTo("http-nio-8080-exec-3");
        assertThat(r.arguments()).isEqualTo("{\"booking\":\"B-17\",\"amount\":19.99,\"note\":\"für Ü\"}");
        assertThat(r.argumentsSize()).isEqualTo(50);
        assertThat(r.argumentsCut()).isFalse();
        assertThat(r.argumentsDigest()).hasSize(64);
    }

    @Test
    void shouldBringEveryFieldOfAnOutcomeBack() throws Exception {
        OutcomeEntry outcome = new OutcomeEntry();
        outcome.callId = 42;
        outcome.timeNs = 5;
        outcome.status = OutcomeStatus.ERROR;
        outcome.durationNs = 1_234;
        outcome.resultSize = 99;
        outcome.error = "java.io.IOException";
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            assertThat(recorder.outcome(outcome)).isTrue();
        }
        JournalRecord r = Samples.read(folder, "outcome").get(0);
        assertThat(r.call()).isEqualTo(42);
        assertThat(r.timeNs()).isEqualTo(5);
        assertThat(r.outcome()).isEqualTo("error");
        assertThat(r.durationNs()).isEqualTo(1_234);
        assertThat(r.size()).isEqualTo(99);
        assertThat(r.error()).isEqualTo("java.io.IOException");
        assertThat(r.arguments()).isNull();
    }

    @Test
    void shouldRecordTheGuardsOwnEventsInOrder() throws Exception {
        try (Recorder recorder = Recorder.prepare(Samples.small(folder), new JournalThreads())) {
            recorder.start(() -> new GuardStart(
                    "0.1", Mode.OBSERVE, "c0ffee", null, "spiffe://localhost/app", List.of("jdk-http", "langchain4j")));
            recorder.policyLoaded("/etc/remit/policy", 3, 2, "abcd");
            recorder.policyRejected("/etc/remit/policy", "a.cedar:1:2: expected ;", null);
            recorder.policyRejected("/etc/remit/policy", "it can't decide", "ef01");
            recorder.anomaly("policy-error", "p1 failed");
        }
        List<JournalRecord> records = Samples.read(folder);
        assertThat(records)
                .extracting(JournalRecord::kind)
                .containsExactly(
                        "guard_started",
                        "policy_loaded",
                        "policy_rejected",
                        "policy_rejected",
                        "anomaly",
                        "guard_stopped",
                        "checkpoint");
        assertThat(records).extracting(JournalRecord::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        JournalRecord started = records.get(0);
        assertThat(started.version()).isEqualTo("0.1");
        assertThat(started.mode()).isEqualTo("observe");
        assertThat(started.configHash()).isEqualTo("c0ffee");
        assertThat(started.policyHash()).isNull();
        assertThat(started.principal()).isEqualTo("spiffe://localhost/app");
        assertThat(started.hooks()).containsExactly("jdk-http", "langchain4j");
        assertThat(records.get(1).source()).isEqualTo("/etc/remit/policy");
        assertThat(records.get(1).policyCount()).isEqualTo(3);
        assertThat(records.get(1).size()).isEqualTo(2);
        assertThat(records.get(1).policyHash()).isEqualTo("abcd");
        assertThat(records.get(2).reason()).isEqualTo("a.cedar:1:2: expected ;");
        assertThat(records.get(2).policyHash()).isNull();
        assertThat(records.get(3).policyHash()).isEqualTo("ef01");
        assertThat(records.get(4).name()).isEqualTo("policy-error");
    }

    @Test
    void shouldGoOnNumberingWithoutAGapAfterARestart() throws Exception {
        long firstRun;
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            recorder.decision(Samples.decision(1));
            firstRun = recorder.runId();
        }
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            recorder.decision(Samples.decision(1));
            assertThat(recorder.runId()).isGreaterThan(firstRun);
        }
        assertThat(Samples.read(folder)).extracting(JournalRecord::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(RingFile.in(folder.toFile())).isEmpty();
    }

    @Test
    void shouldRefuseWhenTheRingIsFullAndRecordTheInterval() throws Exception {
        int refused = 0;
        int accepted = 0;
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            DecisionEntry entry = Samples.decision(1);
            entry.arguments = "x".repeat(4000);
            // The ring takes some 230 of them; the journal is still opening, or at any rate slower than this loop.
            for (int i = 0; i < 200_000 && refused < 10; i++) {
                if (recorder.decision(entry)) {
                    accepted++;
                } else {
                    refused++;
                }
            }
            assertThat(refused).isEqualTo(10);
        }
        List<JournalRecord> records = Samples.read(folder);
        assertThat(records.stream().filter(r -> r.kind().equals("decision"))).hasSize(accepted);
        List<JournalRecord> blocked =
                records.stream().filter(r -> r.kind().equals("blocked")).toList();
        assertThat(blocked.stream().mapToLong(JournalRecord::size).sum()).isEqualTo(refused);
        assertThat(blocked.get(0).timeNs()).isGreaterThan(1_600_000_000_000_000_000L);
        assertThat(blocked.get(0).durationNs()).isBetween(0L, 60_000_000_000L);
    }

    @Test
    void shouldWaitForRoomIfConfigured() throws Exception {
        try (Recorder recorder = Recorder.open(new AuditSettings(folder.toFile(), 1 << 20, 4096, 30_000, 10_000))) {
            DecisionEntry entry = Samples.decision(1);
            entry.arguments = "x".repeat(4000);
            for (int i = 0; i < 1_000; i++) {
                assertThat(recorder.decision(entry)).isTrue();
            }
        }
        assertThat(Samples.read(folder, "decision")).hasSize(1_000);
        assertThat(Samples.read(folder, "blocked")).isEmpty();
    }

    @Test
    void shouldTellCallersWhenTheDrainCannotStart() throws Exception {
        Files.writeString(folder.resolve("journal"), "in the way");
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            awaitFailure(recorder);
            assertThat(recorder.failure()).hasMessageContaining("journal");
            assertThat(recorder.decision(Samples.decision(1))).isFalse();
            assertThat(recorder.outcome(new OutcomeEntry())).isFalse();
        }
    }

    @Test
    void shouldTellCallersWhenTheDrainDiesAndBringInLaterWhatItHadAcknowledged() throws Exception {
        int acknowledged = 0;
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            recorder.decision(Samples.decision(1));
            acknowledged++;
            while (Samples.read(folder, "decision").stream().noneMatch(r -> r.sequence() == 1)) {
                Thread.onSpinWait();
            }
            // An impossible length where the next record goes, again until the drain has moved there and sees it.
            try (RandomAccessFile file = new RandomAccessFile(RingFile.file(folder.toFile(), recorder.runId()), "rw")) {
                byte[] length = ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(0x7FFFFFF0)
                        .array();
                while (recorder.failure() == null) {
                    file.seek(RingDescriptor.RING_OFFSET + headPosition(file));
                    file.write(length);
                    LockSupport.parkNanos(5_000_000);
                }
            }
            assertThat(recorder.failure()).hasMessageContaining("does not fit the ring");
            assertThat(recorder.decision(Samples.decision(2))).isFalse();
        }
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            assertThat(recorder.decision(Samples.decision(3))).isTrue();
        }
        assertThat(Samples.read(folder, "decision"))
                .extracting(JournalRecord::call)
                .containsExactly(1L, 3L);
        assertThat(Samples.read(folder, "blocked"))
                .extracting(JournalRecord::size)
                .containsExactly(1L);
        assertThat(acknowledged).isEqualTo(1);
    }

    @Test
    void shouldLeaveStartAndStopInTheRingWhereTheJournalCannotBeOpened() throws Exception {
        // As it happens at the end of the JVM, when Chronicle can register no shutdown hook any more.
        Files.createFile(JournalFolder.chronicle(folder.toFile()).toPath());
        Recorder recorder = Recorder.prepare(Samples.small(folder), new JournalThreads());
        recorder.decision(Samples.decision(1));
        recorder.start(
                () -> new GuardStart("1.0", Mode.OBSERVE, "c", null, "spiffe://localhost/a", List.of("connect")));
        recorder.close();
        assertThat(recorder.failure()).isNotNull();

        Files.delete(JournalFolder.chronicle(folder.toFile()).toPath());
        assertThat(Samples.read(folder))
                .extracting(JournalRecord::kind)
                .containsExactlyInAnyOrder("guard_started", "decision", "guard_stopped");
        Recorder.open(Samples.small(folder)).close();
        assertThat(Samples.read(folder))
                .allMatch(r -> r.sequence() > 0)
                .extracting(JournalRecord::kind)
                .containsExactlyInAnyOrder(
                        "recovered", "guard_started", "decision", "guard_stopped", "guard_stopped", "checkpoint");
    }

    private static long headPosition(RandomAccessFile file) throws Exception {
        byte[] trailer = new byte[(int) (file.length() - RingDescriptor.RING_OFFSET - (1 << 20))];
        file.seek(RingDescriptor.RING_OFFSET + (1 << 20));
        file.readFully(trailer);
        return ByteBuffer.wrap(trailer)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(org.agrona.concurrent.ringbuffer.RingBufferDescriptor.HEAD_POSITION_OFFSET);
    }

    @Test
    void shouldRefuseAfterClosing() throws Exception {
        Recorder recorder = Recorder.open(Samples.small(folder));
        recorder.close();
        recorder.close();
        assertThat(recorder.decision(Samples.decision(1))).isFalse();
    }

    @Test
    void shouldLoseNothingWhenClosedWhileThreadsRecord() throws Exception {
        Set<Long> acknowledged = java.util.concurrent.ConcurrentHashMap.newKeySet();
        Recorder recorder = Recorder.open(AuditSettings.of(folder.toFile()));
        CountDownLatch running = new CountDownLatch(4);
        List<Thread> threads = LongStream.range(0, 4)
                .mapToObj(t -> new Thread(() -> {
                    DecisionEntry entry = Samples.decision(1);
                    for (long i = 0; i < 20_000; i++) {
                        entry.callId = t * 1_000_000 + i;
                        if (recorder.decision(entry)) {
                            acknowledged.add(entry.callId);
                        }
                        if (i == 100) {
                            running.countDown();
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        running.await();
        recorder.close();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(recorder.failure()).isNull();
        List<Long> calls = Samples.read(folder, "decision").stream()
                .map(JournalRecord::call)
                .toList();
        assertThat(new HashSet<>(calls)).hasSameSizeAs(calls).isEqualTo(acknowledged);
        assertThat(RingFile.in(folder.toFile())).isEmpty();
    }

    @Test
    void shouldShowRecordsWhileRunning() throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder));
                JournalReader tail = JournalReader.follow(folder)) {
            recorder.decision(Samples.decision(1));
            JournalRecord first = tail.await(10_000);
            assertThat(first).isNotNull();
            assertThat(first.call()).isEqualTo(1);
            long start = System.nanoTime();
            recorder.decision(Samples.decision(2));
            JournalRecord second = tail.await(10_000);
            assertThat(second).isNotNull();
            assertThat(second.call()).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(100));
            assertThat(Samples.read(folder, "decision"))
                    .extracting(JournalRecord::call)
                    .containsExactly(1L, 2L);
        }
    }

    @Test
    void shouldNotBeStoppedByAnInterruptOfItsThread() throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            for (int i = 1; i <= 50; i++) {
                Thread.getAllStackTraces().keySet().stream()
                        .filter(t -> t.getName().equals("remit-journal"))
                        .forEach(Thread::interrupt);
                assertThat(recorder.decision(Samples.decision(i))).isTrue();
            }
        }
        assertThat(Samples.read(folder, "decision")).hasSize(50);
    }

    @Test
    void shouldGiveUniqueCallIds() throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            assertThat(LongStream.range(0, 1000)
                            .map(i -> recorder.nextCallId())
                            .distinct()
                            .count())
                    .isEqualTo(1000);
        }
    }

    private static void awaitFailure(Recorder recorder) {
        while (recorder.failure() == null) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Chronicle Queue takes no record that is larger than a part of what it maps. */
    @Test
    void shouldTakeTheLargestArgumentsThatCanBeConfigured() throws Exception {
        for (int limit : new int[] {1 << 18, 1 << 20}) {
            AuditSettings settings = new AuditSettings(folder.toFile(), 64 << 20, limit, 30_000, 30_000);
            try (Recorder recorder = Recorder.open(settings)) {
                for (int i = 0; i < 20; i++) {
                    DecisionEntry decision = Samples.decision(i);
                    decision.resource = "r".repeat(4_000);
                    decision.arguments = "x".repeat(limit + 1);
                    assertThat(recorder.decision(decision)).isTrue();
                }
            }
            assertThat(Samples.read(folder, "decision"))
                    .filteredOn(record ->
                            record.arguments() != null && record.arguments().length() == limit)
                    .hasSize(20)
                    .allMatch(record -> record.sequence() > 0);
        }
    }
}
