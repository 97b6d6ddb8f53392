package dev.remit.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.read.JournalRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where a call came from, and what it brought. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProvenanceTest {
    private static final String RESULT = "{\"booking\":\"B-17\"}";

    @TempDir
    Path folder;

    private Recorder recorder(boolean results) throws AuditException {
        return Recorder.open(new AuditSettings(
                folder.toFile(), 1 << 20, 100, 0, 10_000, JournalSettings.DEFAULT.withResults(results)));
    }

    private static String digest(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private JournalRecord outcome(boolean results, CharSequence result) throws Exception {
        try (Recorder recorder = recorder(results)) {
            recorder.secrets().learn("db", "hunter2-x");
            OutcomeEntry entry = new OutcomeEntry();
            entry.status = OutcomeStatus.OK;
            entry.result = result;
            assertThat(recorder.outcome(entry)).isTrue();
        }
        List<JournalRecord> outcomes = Samples.read(folder, "outcome");
        return outcomes.get(outcomes.size() - 1);
    }

    @Test
    void shouldKeepAResultsSizeAndDigestAndItsTextWhenAsked() throws Exception {
        for (CharSequence result : List.of(RESULT, new StringBuilder(RESULT))) {
            JournalRecord digested = outcome(false, result);
            assertThat(digested.result()).isNull();
            assertThat(digested.size()).isEqualTo(RESULT.length());
            assertThat(digested.resultDigest()).isEqualTo(digest(RESULT));
            JournalRecord kept = outcome(true, result);
            assertThat(kept.result()).isEqualTo(RESULT);
            assertThat(kept.size()).isEqualTo(RESULT.length());
            assertThat(kept.resultDigest()).isEqualTo(digest(RESULT));
        }
    }

    @Test
    void shouldKeepTheBeginningOfALongResultAndTheDigestOfAll() throws Exception {
        String result = "ä".repeat(1_000);
        JournalRecord digested = outcome(false, result);
        assertThat(digested.result()).isNull();
        assertThat(digested.size()).isEqualTo(2_000);
        assertThat(digested.resultDigest()).isEqualTo(digest(result));
        JournalRecord kept = outcome(true, result);
        assertThat(kept.result()).isEqualTo("ä".repeat(50));
        assertThat(kept.argumentsCut()).isTrue();
        assertThat(kept.resultDigest()).isEqualTo(digest(result));
    }

    @Test
    void shouldKeepSecretsOutOfResults() throws Exception {
        assertThat(outcome(true, "is hunter2-x, in base64 aHVudGVyMi14").result())
                .isEqualTo("is «secret:db», in base64 «secret:db»");
        JournalRecord digested = outcome(false, "is hunter2-x");
        assertThat(digested.resultDigest()).isEqualTo(digest("is «secret:db»"));
        assertThat(digested.size()).isEqualTo("is «secret:db»".getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void shouldLinkADecisionToPromptSessionAndTask() throws Exception {
        try (Recorder recorder = recorder(false)) {
            recorder.secrets().learn("db", "hunter2-x");
            recorder.scope(
                    ScopeEvent.SESSION_OPENED,
                    0,
                    null,
                    "Remit::Agent::\"a\"",
                    "session-7",
                    null,
                    "the first message",
                    null);
            recorder.scope(ScopeEvent.TASK_OPENED, 0, null, null, "session-7", "task-1", null, null);
            PromptEntry prompt = new PromptEntry();
            prompt.callId = 1;
            prompt.timeNs = recorder.clock().nowNs();
            prompt.session = "session-7";
            prompt.prompt = "my password is hunter2-x, " + "please ".repeat(20);
            prompt.answer = "«ok»";
            assertThat(recorder.prompt(prompt)).isTrue();
            DecisionEntry decision = Samples.decision(2);
            decision.parentCallId = 1;
            decision.task = "task-1";
            assertThat(recorder.decision(decision)).isTrue();
            recorder.scope(
                    ScopeEvent.APPROVAL,
                    2,
                    Verdict.ALLOW,
                    "ada@acme.com",
                    "session-7",
                    "task-1",
                    "a good customer",
                    null);
            recorder.scope(ScopeEvent.TASK_CLOSED, 0, null, null, "session-7", "task-1", null, null);
            recorder.scope(ScopeEvent.SESSION_CLOSED, 0, null, null, "session-7", null, null, null);
        }
        JournalRecord prompt = Samples.read(folder, "prompt").get(0);
        assertThat(prompt.prompt())
                .startsWith("my password is «secret:db», please")
                .hasSizeLessThan(60);
        assertThat(prompt.answer()).isEqualTo("«ok»");
        assertThat(prompt.promptCut()).isTrue();
        JournalRecord decision = Samples.read(folder, "decision").get(0);
        assertThat(decision.parent()).isEqualTo(prompt.call());
        assertThat(decision.task()).isEqualTo("task-1");
        JournalRecord approval = Samples.read(folder, "approval").get(0);
        assertThat(approval.call()).isEqualTo(2);
        assertThat(approval.verdict()).isEqualTo("allow");
        assertThat(approval.principal()).isEqualTo("ada@acme.com");
        assertThat(approval.reason()).isEqualTo("a good customer");
        assertThat(Samples.read(folder))
                .extracting(JournalRecord::kind)
                .containsSubsequence(
                        "session_opened",
                        "task_opened",
                        "prompt",
                        "decision",
                        "approval",
                        "task_closed",
                        "session_closed");
    }
}
