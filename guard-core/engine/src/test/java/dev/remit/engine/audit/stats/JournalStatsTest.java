package dev.remit.engine.audit.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.Category;
import dev.remit.engine.audit.OutcomeStatus;
import dev.remit.engine.audit.Verdict;
import dev.remit.engine.audit.read.JournalFilter;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.MadeRecords;
import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.Tag;
import org.junit.jupiter.api.Test;

class JournalStatsTest {
    private static final int LIMIT = 4096;

    private final JournalStats all = new JournalStats(JournalFilter.ALL);
    private final JournalStats denied = new JournalStats(JournalFilter.ALL.verdict("deny"));
    private long records;

    private void add(JournalRecord record) {
        all.add(record);
        denied.add(record);
    }

    private void decision(long call, Verdict verdict, Category category, String action, String resource) {
        add(MadeRecords.of(RecordKind.DECISION, ++records, call, e -> {
            e.setByte(RecordDescriptor.VERDICT, verdict.code());
            e.setByte(RecordDescriptor.CATEGORY, category.code());
            e.text(Tag.PRINCIPAL, "Remit::Agent::\"spiffe://acme.com/a\"", LIMIT, null);
            e.text(Tag.ACTION, "Remit::Action::\"" + action + '"', LIMIT, null);
            e.text(Tag.RESOURCE, resource, LIMIT, null);
            if (verdict != Verdict.ALLOW) {
                e.text(Tag.POLICY, "no-" + action, LIMIT, null);
            }
        }));
    }

    private void outcome(long call, OutcomeStatus status, long durationNs) {
        add(MadeRecords.of(RecordKind.OUTCOME, ++records, call, e -> {
            e.setByte(RecordDescriptor.STATUS, status.code());
            e.setLong(RecordDescriptor.DURATION_NS, durationNs);
        }));
    }

    @Test
    void shouldCountWhoDidWhatToWhatAndHowLong() {
        decision(1, Verdict.ALLOW, Category.TOOL, "lookUp", "Remit::Toolset::\"t\"");
        decision(2, Verdict.ALLOW, Category.HTTP, "GET", "Remit::Host::\"acme.com:443\"");
        decision(3, Verdict.DENY, Category.TOOL, "refund", "Remit::Toolset::\"t\"");
        outcome(2, OutcomeStatus.ERROR, 30);
        outcome(1, OutcomeStatus.OK, 20);
        outcome(3, OutcomeStatus.REFUSED, 0);
        outcome(77, OutcomeStatus.OK, 10);
        add(MadeRecords.of(RecordKind.BLOCKED, ++records, 0, e -> e.setLong(RecordDescriptor.SIZE, 5)));
        add(MadeRecords.damaged(++records));

        assertThat(all.records()).isEqualTo(9);
        assertThat(all.damaged()).isEqualTo(1);
        assertThat(all.decisions()).isEqualTo(3);
        assertThat(all.denied()).isEqualTo(1);
        assertThat(all.refusedRecords()).isEqualTo(5);
        assertThat(all.verdicts().top(9))
                .containsExactly(new NameCounts.Count("allow", 2), new NameCounts.Count("deny", 1));
        assertThat(all.outcomes().top(9)).extracting(NameCounts.Count::name).containsExactly("ok", "error", "refused");
        assertThat(all.tools().top(9)).extracting(NameCounts.Count::name).containsExactly("lookUp", "refund");
        assertThat(all.hosts().top(9)).containsExactly(new NameCounts.Count("acme.com:443", 1));
        assertThat(all.deniedBy()).containsOnlyKeys("principal", "action", "resource", "policy");
        assertThat(all.deniedBy().get("policy").top(9)).containsExactly(new NameCounts.Count("no-refund", 1));
        assertThat(all.deniedBy().get("principal").top(9))
                .containsExactly(new NameCounts.Count("spiffe://acme.com/a", 1));
        assertThat(all.durations()).containsOnlyKeys("http", "tool", "unknown");
        assertThat(all.durations().get("tool").maxNs()).isEqualTo(20);
        assertThat(all.durations().get("tool").count())
                .as("a call that was refused took no time")
                .isEqualTo(1);
        assertThat(all.timeline().intervals()).hasSize(3);
    }

    @Test
    void shouldCountAnOutcomeOfWhatTheFilterChooses() {
        decision(1, Verdict.ALLOW, Category.TOOL, "lookUp", "Remit::Toolset::\"t\"");
        decision(2, Verdict.DENY, Category.TOOL, "refund", "Remit::Toolset::\"t\"");
        outcome(1, OutcomeStatus.OK, 20);
        outcome(2, OutcomeStatus.OK, 30);

        assertThat(denied.decisions()).isEqualTo(1);
        assertThat(denied.outcomes().all()).isEqualTo(1);
        assertThat(denied.durations().get("tool").maxNs()).isEqualTo(30);
        assertThat(denied.durations().get("tool").count()).isEqualTo(1);
    }

    @Test
    void shouldNotFillTheMemoryWithNamesThatAreMadeUp() {
        NameCounts counts = new NameCounts();
        for (int i = 0; i < 3 * NameCounts.MOST; i++) {
            counts.add("name" + i);
        }
        counts.add("name0");
        assertThat(counts.top(Integer.MAX_VALUE))
                .hasSize(NameCounts.MOST)
                .first()
                .isEqualTo(new NameCounts.Count("name0", 2));
        assertThat(counts.all()).isEqualTo(3 * NameCounts.MOST + 1);
    }
}
