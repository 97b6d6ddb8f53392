package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.read.GuardRun;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.policy.explain.CallExplainer;
import dev.remit.engine.policy.explain.EarlierRecords;
import dev.remit.engine.policy.explain.ExplainedCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What policies were told of session and task is known again when a recorded decision is explained. */
@Timeout(60)
class ExplainedStateTest {
    private static final int AGENT = 1;
    private static final int TOOL = 2;
    private static final int HTTP = 3;
    private static final int SECRET = 4;
    private static final String POLICIES = """
            permit (principal, action, resource);
            @label("customer-data, pii")
            permit (principal, action == Remit::Action::"read_customer", resource);
            forbid (principal, action in [Remit::Action::"erase", Remit::Action::"wipe", Remit::Action::"drop"], resource);
            """;

    @TempDir
    Path folder;

    private static void tool(TestGuard guard, String name) {
        if (guard.enforcement.tool(TOOL, new Object(), "Support", name, "{\"n\":1}", null) == null) {
            guard.enforcement.end(TOOL, "done", null);
        }
    }

    private static void http(TestGuard guard, String host) {
        if (guard.enforcement.http(HTTP, new Object(), "GET", "https", host, -1, "/v1") == null) {
            guard.enforcement.end(HTTP, null, null);
        }
    }

    private static void secret(TestGuard guard, String name) {
        if (guard.enforcement.secret(SECRET, new Object(), "vault", name) == null) {
            guard.enforcement.end(SECRET, null, null);
        }
    }

    /** Something of everything that counts. */
    private static void work(TestGuard guard) throws InterruptedException {
        guard.enforcement.agent(AGENT, "Support", "c");
        for (String name : List.of("read", "read", "erase", "erase", "wipe", "read", "drop", "look_up", "read")) {
            tool(guard, name);
        }
        http(guard, "api.acme.com");
        http(guard, "paste.example");
        secret(guard, "db");
        guard.enforcement.label("seen");
        tool(guard, "read_customer");
        http(guard, "api.acme.com");
        guard.enforcement.end(AGENT, null, null);
        // In another session of the same agent, and in none.
        guard.enforcement.agent(AGENT, "Support", "d");
        tool(guard, "read");
        tool(guard, "erase");
        guard.enforcement.end(AGENT, null, null);
        http(guard, "api.acme.com");
        guard.enforcement.agent(AGENT, "Support", "c");
        Thread.sleep(60);
        tool(guard, "read");
        inTasks(guard);
        tool(guard, "read");
        guard.enforcement.end(AGENT, null, null);
    }

    private static void inTasks(TestGuard guard) throws InterruptedException {
        final Object outer = guard.enforcement.openTask(
                "support",
                "user:alice",
                10_000,
                Map.of("calls", 12L, "tools", 9L),
                List.of("money"),
                List.of("read", "refund", "look_up"));
        tool(guard, "read");
        tool(guard, "wipe");
        final Object inner =
                guard.enforcement.openTask("refund", null, 0, Map.of("refund", 2L), List.of("inner"), List.of());
        for (String name : List.of("read", "refund", "refund", "refund", "transfer")) {
            tool(guard, name);
        }
        Thread.sleep(60);
        guard.enforcement.grant(inner, "transfer", null, "asked for", 5_000, 2);
        tool(guard, "transfer");
        guard.enforcement.grant(inner, "refund", "Remit::Toolset::\"Support\"", "asked for", 1, Long.MAX_VALUE);
        Thread.sleep(5);
        tool(guard, "refund");
        for (int i = 0; i < 2; i++) {
            tool(guard, "transfer");
        }
        guard.enforcement.closeTask(inner);
        guard.enforcement.agent(AGENT, "Support", "e");
        tool(guard, "read");
        http(guard, "api.acme.com");
        tool(guard, "read_customer");
        guard.enforcement.end(AGENT, null, null);
        tool(guard, "read");
        for (int i = 0; i < 4; i++) {
            tool(guard, "look_up");
        }
        guard.enforcement.closeTask(outer);
        // Outside of any session it is the task that something is known of.
        guard.enforcement.end(AGENT, null, null);
        final Object alone =
                guard.enforcement.openTask("support", null, 0, Map.of("requests", 2L), List.of(), List.of());
        for (int i = 0; i < 3; i++) {
            http(guard, "api.acme.com");
            guard.enforcement.label("seen");
        }
        guard.enforcement.closeTask(alone);
        guard.enforcement.agent(AGENT, "Support", "c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "context.session.calls >= 4",
                "context.session.denials >= 2",
                "context.session.toolCalls >= 2",
                "context.session.toolDenials >= 1",
                "context.session.consecutiveDenials >= 2",
                "context.session.pivots >= 1",
                "context.session.rate1m >= 6",
                "context.session.rate1h >= 7",
                "context.session.ageMs >= 40",
                "context.session has lastTool && context.session.lastTool == \"look_up\"",
                "context.session.labels.contains(\"customer-data\")",
                "context.session.labels.contains(\"seen\")",
                "context.session.calledTools.contains(\"look_up\")",
                "context.session.contactedHosts.contains(\"paste.example\")",
                "context.session.fetchedSecrets.contains(\"vault/db\")",
                "context has task && context.task.id like \"refund-*\"",
                "context has task && context.task.intent == \"refund\"",
                "context has task && context.task has user && context.task.user == \"user:alice\"",
                "context has task && context.task.ageMs >= 40",
                "context has task && context.task has remainingMs && context.task.remainingMs < 9950",
                "context has task && context.task.depth == 1",
                "context has task && context.task.chain.contains(\"spiffe://example.org/shop/support\")",
                "context has task && context.task.labels.contains(\"money\")",
                "context has task && context.task.labels.contains(\"inner\")",
                "context has task && context.task.labels.contains(\"seen\")",
                "context has task && context.task.granted",
                "context has task && context.task.budgets has calls && context.task.budgets.calls < 7",
                "context has task && context.task.budgets has tools && context.task.budgets.tools < 7",
                "context has task && context.task.budgets has requests && context.task.budgets.requests == 1",
                "context has task && context.task.budgets has refund && context.task.budgets.refund == 1",
            })
    void shouldKnowWhatADecisionDependedOn(String condition) throws Exception {
        for (Mode mode : Mode.values()) {
            final Path journal = folder.resolve(mode.name());
            final String policies =
                    POLICIES + "@id(\"it\") forbid (principal, action, resource) when { " + condition + " };";
            final CompiledPolicies compiled = TestGuard.compiled(policies);
            try (TestGuard guard = new TestGuard(journal, mode, policies)) {
                work(guard);
                final List<JournalRecord> records = guard.records();
                final List<JournalRecord> decisions = records.stream()
                        .filter(record -> record.kind().equals("decision"))
                        .toList();
                assertThat(decisions.stream().filter(record -> record.policies().contains("it")))
                        .as("decisions that depended on it")
                        .isNotEmpty();
                int unknown = 0;
                for (JournalRecord decision : decisions) {
                    final ExplainedCall call = explain(compiled, decision, of(records));
                    assertThat(call.notes())
                            .as(decision.sequence() + " " + decision.action())
                            .isEmpty();
                    assertThat(call.allowed()).isEqualTo(decision.isPermission());
                    assertThat(call.problem()).isEqualTo(decision.policyCount() == 0 ? decision.reason() : null);
                    unknown += explain(compiled, decision, of(List.of())).allowed() == decision.isPermission() ? 0 : 1;
                }
                assertThat(unknown)
                        .as("that can't be answered without what was before")
                        .isPositive();
            }
        }
    }

    private static ExplainedCall explain(String policies, JournalRecord decision, EarlierRecords earlier)
            throws Exception {
        return explain(TestGuard.compiled(policies), decision, earlier);
    }

    private static ExplainedCall explain(CompiledPolicies policies, JournalRecord decision, EarlierRecords earlier)
            throws Exception {
        return new CallExplainer(policies, null, 1).explain(decision, new GuardRun("", decision.run()), earlier);
    }

    private static EarlierRecords of(List<JournalRecord> records) {
        return goesOn -> {
            for (Iterator<JournalRecord> each = records.iterator(); each.hasNext() && goesOn.test(each.next()); ) {}
        };
    }

    /** What is done in a task on another thread than that which has closed it. */
    @Test
    void shouldKnowThatATaskWasClosed() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            guard.enforcement.agent(AGENT, "Support", "c");
            final Object task = guard.enforcement.openTask("refund", null, 0, Map.of(), List.of(), List.of());
            final Object key = new Object();
            guard.enforcement.carry(AGENT, key);
            guard.enforcement.closeTask(task);
            final Thread other = new Thread(() -> {
                guard.enforcement.resume(AGENT, key);
                tool(guard, "read");
                guard.enforcement.end(AGENT, null, null);
            });
            other.start();
            other.join();
            guard.enforcement.end(AGENT, null, null);
            final List<JournalRecord> records = guard.records();
            final JournalRecord decision = records.stream()
                    .filter(record -> record.kind().equals("decision"))
                    .findFirst()
                    .orElseThrow();
            final ExplainedCall call = explain(POLICIES, decision, of(records));
            assertThat(call.problem()).endsWith(" is closed").isEqualTo(decision.reason());
            assertThat(call.notes()).isEmpty();
        }
    }

    /** A run that the framework ends, of a session that begins anew under the same id. */
    @Test
    void shouldBeginAfreshWithASessionThatWasClosed() throws Exception {
        final String policies =
                POLICIES + "@id(\"it\") forbid (principal, action, resource) when { context.session.calls >= 2 };";
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, policies)) {
            for (int run = 0; run < 2; run++) {
                guard.enforcement.run(AGENT, "Support", "c");
                for (int i = 0; i < 3; i++) {
                    tool(guard, "read");
                }
                guard.enforcement.end(AGENT, null, null);
            }
            final List<JournalRecord> records = guard.records();
            final List<Boolean> allowed = new ArrayList<>();
            for (JournalRecord record : records) {
                if (record.kind().equals("decision")) {
                    final ExplainedCall call = explain(policies, record, of(records));
                    assertThat(call.notes()).isEmpty();
                    allowed.add(call.allowed());
                }
            }
            assertThat(allowed).containsExactly(true, true, false, true, true, false);
        }
    }

    @Test
    void shouldSayThatTwoAgentsHadASessionOfOneName() throws Exception {
        final String policies =
                POLICIES + "@id(\"it\") forbid (principal, action, resource) when { context.session.calls >= 2 };";
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, policies)) {
            guard.enforcement.agent(AGENT, "Planner", "c");
            tool(guard, "read");
            guard.enforcement.agent(AGENT, "Worker", null);
            tool(guard, "read");
            tool(guard, "read");
            guard.enforcement.end(AGENT, null, null);
            guard.enforcement.end(AGENT, null, null);
            final List<JournalRecord> records = guard.records();
            final JournalRecord last = records.stream()
                    .filter(record -> record.kind().equals("decision"))
                    .reduce((first, second) -> second)
                    .orElseThrow();
            assertThat(explain(policies, last, of(records)).notes())
                    .containsExactly(
                            "several AI agents of the same principal had the session c at the same time; what all of them did is counted",
                            "the answer differs from the recorded one: allow by test.cedar#0, now deny by it");
        }
    }
}
