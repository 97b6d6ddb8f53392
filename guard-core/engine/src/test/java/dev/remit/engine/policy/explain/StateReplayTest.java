package dev.remit.engine.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.GuardStart;
import dev.remit.engine.audit.JournalThreads;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.OutcomeEntry;
import dev.remit.engine.audit.OutcomeStatus;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.ScopeEvent;
import dev.remit.engine.audit.Verdict;
import dev.remit.engine.audit.read.GuardRun;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.AgentIdentity;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.engine.policy.Surroundings;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.Task;
import dev.remit.engine.session.TaskListener;
import dev.remit.engine.session.TaskSpec;
import dev.remit.engine.session.Tasks;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions that depended on what was done before, and what a journal does not hold of that. */
class StateReplayTest {
    private static final SpiffeId WORKLOAD = SpiffeId.parse("spiffe://acme.com/shop/support");
    private static final String AGENT = "Remit::Agent::\"" + WORKLOAD + '"';
    private static final String PERMIT = "@id(\"any\") permit (principal, action, resource);";
    private static final String FEW =
            PERMIT + "@id(\"few\") forbid (principal, action, resource) when { context.session.calls >= 2 };";

    @TempDir
    Path folder;

    private Recorder recorder;
    private long startNs;
    private Session session;

    @BeforeEach
    void open() throws Exception {
        recorder = Recorder.prepare(AuditSettings.of(folder.toFile()), new JournalThreads());
        recorder.start(() -> new GuardStart("1", Mode.ENFORCE, "c", null, WORKLOAD.toString(), List.of()));
        startNs = recorder.clock().nowNs();
        session = new Session("Support", "c", startNs / 1_000_000);
    }

    @AfterEach
    void close() {
        recorder.close();
    }

    private static CompiledPolicies compiled(String policies) {
        return PolicyCompiler.compile(
                PolicyParser.parse(List.of(new PolicySource("p.cedar", policies))),
                EntityStore.empty(),
                ErrorMode.GUARD);
    }

    private static DecisionRequest request(String policies) {
        return request(policies, Identities.configured(WORKLOAD));
    }

    private static DecisionRequest request(String policies, Identities identities) {
        return new DecisionRequest(new PolicySnapshot(compiled(policies), identities, Surroundings.UNKNOWN));
    }

    private void opened() {
        recorder.scope(ScopeEvent.SESSION_OPENED, 0, null, AGENT, "c", null, null, null);
    }

    /** Decided, recorded and counted, as the enforcement point does. */
    private boolean tool(DecisionRequest request, @Nullable Task task, long atMs, String thread) {
        final long timeNs = startNs + atMs * 1_000_000;
        request.by(session, task, timeNs / 1_000_000);
        request.tool("Support", "read", "{}");
        final boolean allowed = request.isAllowed();
        final DecisionEntry entry = new DecisionEntry();
        entry.callId = recorder.nextCallId();
        entry.timeNs = timeNs;
        entry.verdict = allowed ? Verdict.ALLOW : Verdict.DENY;
        entry.mode = Mode.ENFORCE;
        entry.category = request.category();
        entry.principal = request.principal().text();
        entry.action = request.action().text();
        entry.resource = request.resource().text();
        entry.policies = request.policyIds();
        entry.policyCount = request.policyCount();
        entry.policyHash = request.snapshot().hashBytes();
        entry.reason = request.reason();
        entry.session = session.id();
        entry.task = task == null ? null : task.path();
        entry.thread = thread;
        assertThat(recorder.decision(entry)).isTrue();
        request.settle(allowed, allowed);
        return allowed;
    }

    private boolean tool(DecisionRequest request, long atMs) {
        return tool(request, null, atMs, "main");
    }

    private void ended(long callId, long atMs) {
        final OutcomeEntry entry = new OutcomeEntry();
        entry.callId = callId;
        entry.timeNs = startNs + atMs * 1_000_000;
        entry.status = OutcomeStatus.OK;
        assertThat(recorder.outcome(entry)).isTrue();
    }

    private ExplainedCall explainLast(String policies) throws Exception {
        recorder.close();
        final List<JournalRecord> records = Samples.read(folder);
        final JournalRecord last = records.stream()
                .filter(record -> record.kind().equals("decision"))
                .reduce((first, second) -> second)
                .orElseThrow();
        final GuardRun run = new GuardRun("", last.run());
        records.stream()
                .takeWhile(record -> record.sequence() <= last.sequence())
                .forEach(run::add);
        return new CallExplainer(compiled(policies), null, 5)
                .explain(last, run, goesOn -> records.stream().allMatch(goesOn));
    }

    @Test
    void shouldCountByTheTimesOfTheRecords() throws Exception {
        final String policies = PERMIT
                + "@id(\"slow\") forbid (principal, action, resource) when { context.session.rate1m >= 2 };"
                + "@id(\"old\") forbid (principal, action, resource) when { context.session.ageMs > 100000 };";
        final DecisionRequest request = request(policies);
        opened();
        assertThat(tool(request, 10)).isTrue();
        assertThat(tool(request, 20)).isTrue();
        assertThat(tool(request, 70_000)).isTrue();
        assertThat(tool(request, 70_010)).isTrue();
        assertThat(tool(request, 70_020)).isFalse();
        final ExplainedCall call = explainLast(policies);
        assertThat(call.allowed()).isFalse();
        assertThat(call.explanation().determining())
                .extracting(each -> each.policy().id())
                .containsExactly("slow");
        assertThat(call.notes()).isEmpty();
    }

    @Test
    void shouldKnowADeadline() throws Exception {
        final Task task = new Tasks(TaskListener.NOBODY)
                .open(
                        new TaskSpec("refund", null, 1000, Map.of(), List.of(), List.of()),
                        null,
                        WORKLOAD.toString(),
                        startNs / 1_000_000);
        final Map<String, Object> detail = Map.of(
                "intent",
                "refund",
                "chain",
                task.chain(),
                "deadline",
                Instant.ofEpochMilli(task.deadlineMs()).toString());
        recorder.scope(ScopeEvent.TASK_OPENED, 0, null, WORKLOAD.toString(), null, task.path(), null, detail);
        assertThat(tool(request(PERMIT), task, 999, "main")).isTrue();
        assertThat(tool(request(PERMIT), task, 1000, "main")).isFalse();
        final ExplainedCall call = explainLast(PERMIT);
        assertThat(call.problem()).isEqualTo("the task " + task.id() + " is past its deadline");
        assertThat(call.notes()).isEmpty();
    }

    @Test
    void shouldSayThatTheJournalBeginsTooLate() throws Exception {
        final Task task = new Tasks(TaskListener.NOBODY)
                .open(
                        new TaskSpec("refund", null, 0, Map.of("calls", 9L), List.of(), List.of()),
                        null,
                        WORKLOAD.toString(),
                        0);
        final String policies =
                FEW + "permit (principal, action, resource) when { context.task.intent == \"refund\" };";
        final DecisionRequest request = request(policies);
        tool(request, task, 10, "main");
        tool(request, task, 20, "main");
        assertThat(tool(request, task, 30, "main")).isFalse();
        assertThat(explainLast(policies).notes())
                .containsExactly(
                        "the journal does not hold how the session c began; what was done in it before is not counted, and its agent's name not known",
                        "the journal does not hold how the task " + task.id()
                                + " began, or not the whole of it (audit.argument-bytes); policies are asked without a task");
    }

    @Test
    void shouldDoWithoutTheTaskThatATaskLiesIn() throws Exception {
        final Map<String, Object> detail = Map.of(
                "intent",
                "refund",
                "budgets",
                Map.of("calls", 7),
                "labels",
                List.of("money"),
                "chain",
                List.of("spiffe://acme.com/planner", WORKLOAD.toString()));
        recorder.scope(ScopeEvent.TASK_OPENED, 0, null, WORKLOAD.toString(), null, "plan-1/refund-2", null, detail);
        final Task plan = Tasks.again(
                "plan-1",
                new TaskSpec("plan", null, 0, Map.of("calls", 7L), List.of("money"), List.of()),
                null,
                "spiffe://acme.com/planner",
                List.of(),
                0);
        final Task task = Tasks.again(
                "refund-2",
                new TaskSpec("refund", null, 0, Map.of(), List.of(), List.of()),
                plan,
                WORKLOAD.toString(),
                List.of(),
                0);
        final String policies = "@id(\"it\") permit (principal, action, resource) when { context.task.depth == 1"
                + " && context.task.chain.contains(\"spiffe://acme.com/planner\") && context.task.budgets.calls == 7"
                + " && context.task.labels.contains(\"money\") };";
        assertThat(tool(request(policies), task, 10, "main")).isTrue();
        final ExplainedCall call = explainLast(policies);
        assertThat(call.allowed()).isTrue();
        assertThat(call.notes())
                .containsExactly("the journal does not hold how all of the tasks began that plan-1/refund-2 lies in;"
                        + " what was done in them besides is not counted");
    }

    @Test
    void shouldSayThatTheOrderIsNotCertain() throws Exception {
        final DecisionRequest request = request(FEW);
        opened();
        tool(request, null, 10, "a");
        tool(request, null, 11, "b");
        assertThat(tool(request, null, 500, "a")).isFalse();
        assertThat(explainLast(FEW).notes())
                .containsExactly("calls before this one, or this one, were decided within 10 ms of others on other"
                        + " threads; they may have been counted in another order than they were recorded in");
    }

    @Test
    void shouldTakeCallsThatFollowEachOtherOverThreadsForWhatTheyAre() throws Exception {
        final DecisionRequest request = request(FEW);
        opened();
        tool(request, null, 10, "a");
        ended(1, 11);
        tool(request, null, 12, "b");
        assertThat(tool(request, null, 30, "a")).isFalse();
        assertThat(explainLast(FEW).notes()).isEmpty();
    }

    @Test
    void shouldSayThatOtherPoliciesDecidedInBetween() throws Exception {
        opened();
        tool(request(PERMIT), 10);
        tool(request(FEW), 20);
        assertThat(tool(request(FEW), 30)).isFalse();
        assertThat(explainLast(FEW).notes())
                .containsExactly("calls before this one were decided by other policies than it was;"
                        + " what those did not ask about was not kept then");
    }

    @Test
    void shouldSayThatTheGuardRefusedItself() throws Exception {
        final DecisionRequest request = request(FEW);
        opened();
        request.by(session, null, startNs / 1_000_000);
        final Identities required = Identities.configured(WORKLOAD, List.of(), true);
        assertThat(tool(request(FEW, required), 10)).isFalse();
        assertThat(explainLast(FEW).notes())
                .containsExactly(
                        "the guard itself refused the call then: no valid SVID attests the identity " + WORKLOAD
                                + ", and identity.required=on",
                        "the answer differs from the recorded one: deny by no policy, now allow by any");
    }

    @Test
    void shouldKnowHowFarTheWorkloadWasProven() throws Exception {
        final long expiresMs = startNs / 1_000_000 + 60_000;
        final String policies = "@id(\"it\") permit (principal in Remit::Workload::\"" + WORKLOAD
                + "\", action, resource) when { principal.attested && principal.expires > context.system.now };";
        recorder.identity(WORKLOAD.toString(), "waiting", "not yet", null);
        recorder.identity(
                WORKLOAD.toString(),
                "attested",
                WORKLOAD + " is attested by unix:/run/spire.sock",
                Map.of(
                        "attested",
                        Map.of(
                                WORKLOAD.toString(),
                                Instant.ofEpochMilli(expiresMs).toString())));
        assertThat(tool(
                        request(
                                policies,
                                new Identities(new AgentIdentity(WORKLOAD, true, expiresMs, null), List.of(), true)),
                        10))
                .isTrue();
        final ExplainedCall call = explainLast(policies);
        assertThat(call.allowed()).isTrue();
        assertThat(call.notes()).isEmpty();
    }

    @Test
    void shouldKnowTheWorkloadOfAnAgentOfAnotherName() throws Exception {
        final SpiffeId planner = SpiffeId.parse("spiffe://acme.com/shop/planner");
        final String policies = "@id(\"it\") permit (principal == Remit::Agent::\"" + planner
                + "\" , action, resource) when { principal in Remit::Workload::\"" + WORKLOAD
                + "\" || principal.attested };";
        final Identities identities = new Identities(
                new AgentIdentity(WORKLOAD, false, 0, null),
                List.of(new AgentIdentity(planner, false, 0, "Support")),
                false);
        assertThat(tool(request(policies, identities), 10)).isTrue();
        final ExplainedCall call = explainLast(policies);
        assertThat(call.allowed()).isTrue();
        assertThat(call.notes()).isEmpty();
    }

    @Test
    void shouldKnowWhatTheFrameworkCallsTheAgent() throws Exception {
        final String policies =
                "@id(\"it\") permit (principal, action, resource) when { principal.agent == \"Support\" };";
        recorder.scope(ScopeEvent.SESSION_OPENED, 0, null, AGENT, "c", null, null, Map.of("agent", "Support"));
        assertThat(tool(request(policies), 10)).isTrue();
        final ExplainedCall call = explainLast(policies);
        assertThat(call.allowed()).isTrue();
        assertThat(call.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTakeForProvenOnlyWhoWas(boolean agents) throws Exception {
        final long expiresMs = startNs / 1_000_000 + 60_000;
        final SpiffeId planner = SpiffeId.parse("spiffe://acme.com/shop/planner");
        final String policies = "@id(\"it\") permit (principal, action, resource) when { principal.attested };";
        recorder.identity(
                WORKLOAD.toString(),
                "attested",
                "by test",
                Map.of(
                        "attested",
                        Map.of(
                                (agents ? planner : WORKLOAD).toString(),
                                Instant.ofEpochMilli(expiresMs).toString())));
        final Identities identities = new Identities(
                new AgentIdentity(WORKLOAD, !agents, expiresMs, null),
                List.of(new AgentIdentity(planner, agents, expiresMs, "Support")),
                false);
        assertThat(tool(request(policies, identities), 10)).isEqualTo(agents);
        final ExplainedCall call = explainLast(policies);
        assertThat(call.allowed()).isEqualTo(agents);
        assertThat(call.notes()).isEmpty();
    }
}
