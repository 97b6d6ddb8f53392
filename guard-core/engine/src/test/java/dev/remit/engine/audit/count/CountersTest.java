package dev.remit.engine.audit.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.OutcomeEntry;
import dev.remit.engine.audit.OutcomeStatus;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CountersTest {
    @TempDir
    Path folder;

    private CountersView await(GuardCounter counter, long value) throws AuditException {
        CountersView view = CountersView.open(folder.toFile());
        while (view == null || view.value(counter) != value) {
            view = CountersView.open(folder.toFile());
        }
        return view;
    }

    @Test
    void shouldCountWhatTheJournalHas() throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            for (Verdict verdict : Verdict.values()) {
                for (int i = 0; i <= verdict.ordinal(); i++) {
                    DecisionEntry decision = Samples.decision(i);
                    decision.verdict = verdict;
                    assertThat(recorder.decision(decision)).isTrue();
                }
            }
            for (OutcomeStatus status : OutcomeStatus.values()) {
                OutcomeEntry outcome = new OutcomeEntry();
                outcome.status = status;
                assertThat(recorder.outcome(outcome)).isTrue();
            }
            assertThat(recorder.anomaly("policy-error", "it fails")).isTrue();
            CountersView view = await(GuardCounter.ANOMALIES, 1);
            assertThat(view.run()).isEqualTo(recorder.runId());
            assertThat(view.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(view.value(GuardCounter.DECISIONS_ALLOWED)).isEqualTo(1);
            assertThat(view.value(GuardCounter.DECISIONS_DENIED)).isEqualTo(2);
            assertThat(view.value(GuardCounter.DECISIONS_STEP_UP)).isEqualTo(3);
            assertThat(view.value(GuardCounter.DECISIONS_DEFERRED)).isEqualTo(4);
            assertThat(view.value(GuardCounter.DECISIONS_MODIFIED)).isEqualTo(5);
            assertThat(view.value(GuardCounter.OUTCOMES_CANCELLED)).isEqualTo(1);
            assertThat(view.value(GuardCounter.RECORDS_STORED)).isEqualTo(15 + OutcomeStatus.values().length + 1);
            assertThat(view.value(GuardCounter.BYTES_STORED)).isGreaterThan(15 * 200);
            assertThat(view.value(GuardCounter.RING_CAPACITY_BYTES)).isEqualTo(1 << 20);
            assertThat(view.value(GuardCounter.DRAIN_STALLED)).isZero();
        }
        CountersView last = await(GuardCounter.RING_USED_BYTES, 0);
        assertThat(last.value(GuardCounter.CHECKPOINTS)).isGreaterThanOrEqualTo(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(Counters.FILE))))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldCountRefusals() throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            DecisionEntry decision = Samples.decision(1);
            decision.arguments = "x".repeat(4000);
            long refused = 0;
            while (refused < 10) {
                refused += recorder.decision(decision) ? 0 : 1;
            }
            assertThat(await(GuardCounter.RECORDS_REFUSED, 10)).isNotNull();
        }
    }

    /** A run counts from zero; whoever looks at the last one's file keeps that. */
    @Test
    void shouldBeginAnewWithEachRun() throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            assertThat(recorder.decision(Samples.decision(1))).isTrue();
        }
        CountersView before = CountersView.open(folder.toFile());
        assertThat(before).isNotNull();
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            CountersView now = CountersView.open(folder.toFile());
            while (now == null || now.run() != recorder.runId()) {
                now = CountersView.open(folder.toFile());
            }
            assertThat(now.value(GuardCounter.DECISIONS_DENIED)).isZero();
            assertThat(before.value(GuardCounter.DECISIONS_DENIED)).isEqualTo(1);
        }
    }

    /** The form is that of OpenMetrics 1.0, section 5 (text format). */
    @Test
    void shouldBeOpenMetrics() throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            assertThat(recorder.decision(Samples.decision(1))).isTrue();
            CountersView view = await(GuardCounter.DECISIONS_DENIED, 1);
            String run = Long.toHexString(recorder.runId());
            String text = OpenMetrics.text(List.of(view));
            assertThat(text)
                    .startsWith(
                            "# TYPE remit_decisions counter\n# HELP remit_decisions Decisions in the journal, by verdict.\n"
                                    + "remit_decisions_total{verdict=\"allow\",run=\"" + run + "\"} 0\n"
                                    + "remit_decisions_total{verdict=\"deny\",run=\"" + run + "\"} 1\n")
                    .contains("# TYPE remit_drain_lag_seconds gauge\n# UNIT remit_drain_lag_seconds seconds\n")
                    .contains("\nremit_ring_capacity_bytes{run=\"" + run + "\"} 1048576\n")
                    .endsWith("\n# EOF\n");
            List<String> families = text.lines()
                    .filter(line -> line.startsWith("# TYPE "))
                    .map(line -> line.split(" ", -1)[2])
                    .toList();
            assertThat(families).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldHaveOneNameForEach() {
        assertThat(Arrays.stream(GuardCounter.values()).map(GuardCounter::sample))
                .doesNotHaveDuplicates();
        assertThat(GuardCounter.DRAIN_LAG_NS.attribute()).isEqualTo("DrainLagNs");
        assertThat(GuardCounter.DECISIONS_DENIED.description()).isEqualTo("Decisions in the journal, by verdict.");
    }

    @Test
    void shouldSayWhatIsNoCountersFile() throws Exception {
        assertThat(CountersView.open(folder.toFile())).isNull();
        Path file = folder.resolve(Counters.FILE);
        for (byte[] content : List.of(
                new byte[0],
                new byte[4096],
                "REMITCNT".repeat(1000).getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
            Files.write(file, content);
            assertThatThrownBy(() -> CountersView.open(folder.toFile()))
                    .isInstanceOf(AuditException.class)
                    .hasMessage(file + " is no counters file of this version; the next start makes it anew");
        }
    }

    @Test
    void shouldBeInTheDocumentation() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (GuardCounter counter : GuardCounter.values()) {
            rows.append(
                    "| `%s` | `%s` | %s |\n".formatted(counter.sample(), counter.attribute(), counter.description()));
        }
        assertThat(Files.readString(Path.of("../../docs/journal.md"))).contains(rows);
    }
}
