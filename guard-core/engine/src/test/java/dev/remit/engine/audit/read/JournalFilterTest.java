package dev.remit.engine.audit.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFilterTest {
    @TempDir
    Path folder;

    private JournalRecord record;

    @BeforeEach
    void record() throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            assertThat(recorder.decision(Samples.decision(1))).isTrue();
        }
        record = Samples.read(folder, "decision").get(0);
    }

    private void assertShown(JournalFilter filter) {
        assertThat(filter.test(record)).isTrue();
    }

    private void assertLeftOut(JournalFilter filter) {
        assertThat(filter.test(record)).isFalse();
    }

    @Test
    void shouldShowWhatIsAskedFor() {
        assertShown(JournalFilter.ALL);
        assertShown(JournalFilter.ALL.verdict("DENY"));
        assertLeftOut(JournalFilter.ALL.verdict("allow"));
        assertShown(JournalFilter.ALL.action("remit::action::\"refund\""));
        assertLeftOut(JournalFilter.ALL.action("refun"));
        assertShown(JournalFilter.ALL.principal("Remit::Agent::\"spiffe://acme.com/support\""));
        assertLeftOut(JournalFilter.ALL.principal("someone"));
        assertShown(JournalFilter.ALL.session("session-7"));
        assertLeftOut(JournalFilter.ALL.session("session"));
        assertShown(JournalFilter.ALL.policy("no-mail-outside"));
        assertLeftOut(JournalFilter.ALL.policy("beyond the count"));
        assertShown(JournalFilter.ALL.text("b-17"));
        assertLeftOut(JournalFilter.ALL.text("b-18"));
    }

    @Test
    void shouldTakeTheFirstMomentAndLeaveTheLastOut() {
        assertShown(JournalFilter.ALL.since(record.timeNs()).until(record.timeNs() + 1));
        assertLeftOut(JournalFilter.ALL.since(record.timeNs() + 1));
        assertLeftOut(JournalFilter.ALL.until(record.timeNs()));
    }

    @Test
    void shouldAskForAllAtOnceAndForNothingWithNull() {
        assertLeftOut(JournalFilter.ALL.verdict("deny").session("other"));
        assertShown(JournalFilter.ALL
                .verdict(null)
                .action(null)
                .principal(null)
                .session(null)
                .policy(null)
                .since(null)
                .until(null)
                .text(null));
    }
}
