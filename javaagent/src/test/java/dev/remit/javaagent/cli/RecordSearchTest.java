package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.GuardStart;
import dev.remit.engine.audit.JournalThreads;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordSearchTest {
    private static final String HASH = "0123".repeat(16);

    @TempDir
    Path folder;

    @Test
    void shouldKnowThePoliciesOfTheRecordsOwnRun() throws IOException {
        try (Recorder recorder = Recorder.prepare(AuditSettings.of(folder.toFile()), new JournalThreads())) {
            recorder.start(() -> new GuardStart("1", Mode.ENFORCE, "c", HASH, "spiffe://acme.com/a", List.of()));
        }
        try (JournalFixture journal = new JournalFixture(folder)) {
            journal.tool("refund", Verdict.DENY, Mode.ENFORCE);
        }

        RecordSearch started = RecordSearch.find(folder, 1);
        assertThat(started.record().kind()).isEqualTo("guard_started");
        assertThat(started.run().policyHash()).isEqualTo(HASH);
        RecordSearch stopped = RecordSearch.find(folder, 2);
        assertThat(stopped.record().kind()).isEqualTo("guard_stopped");
        assertThat(stopped.run().policyHash()).isEqualTo(HASH);
        RecordSearch decision = RecordSearch.find(folder, 4);
        assertThat(decision.record().kind()).isEqualTo("decision");
        assertThat(decision.run().policyHash()).isNull();
    }

    @Test
    void shouldTakeTheFoldersOwnJournalBeforeThoseBelow() throws IOException {
        try (JournalFixture first = new JournalFixture(folder);
                JournalFixture second = new JournalFixture(folder);
                JournalFixture third = new JournalFixture(folder)) {
            third.tool("third", Verdict.DENY, Mode.ENFORCE);
            second.tool("second", Verdict.DENY, Mode.ENFORCE);
            second.tool("second", Verdict.DENY, Mode.ENFORCE);
            first.tool("first", Verdict.DENY, Mode.ENFORCE);
            third.tool("third", Verdict.DENY, Mode.ENFORCE);
        }
        assertThat(Files.isDirectory(folder.resolve("jvm-3"))).isTrue();

        assertThat(RecordSearch.find(folder, 1).record().action()).contains("first");
        assertThat(RecordSearch.find(folder.resolve("jvm-2"), 1).record().action())
                .contains("second");
        assertThatThrownBy(() -> RecordSearch.find(folder, 4))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith(folder + " holds several records of sequence 4; give one of the folders jvm-")
                .hasMessageContainingAll("jvm-2", "jvm-3", " below it");
    }
}
