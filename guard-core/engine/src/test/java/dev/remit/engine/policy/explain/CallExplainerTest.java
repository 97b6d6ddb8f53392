package dev.remit.engine.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.entity.RequestParser;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.DenyReason;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.engine.Category;
import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.OutcomeEntry;
import dev.remit.engine.audit.OutcomeStatus;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.Verdict;
import dev.remit.engine.audit.read.GuardRun;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.policy.Surroundings;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallExplainerTest {
    private static final String AGENT = "Remit::Agent::\"spiffe://acme.com/shop/support\"";
    private static final String PERMIT = "@id(\"any\") permit(principal, action, resource);";
    private static final String CEILING = PERMIT
            + "@id(\"ceiling\") forbid(principal in Remit::Workload::\"spiffe://acme.com/shop/support\","
            + " action in Remit::Action::\"CallTool\", resource)"
            + " when { context has input && context.input has amount && context.input.amount > 100 };";

    @TempDir
    Path folder;

    private static CompiledPolicies policies(String text) {
        return PolicyCompiler.compile(
                PolicyParser.parse(List.of(new PolicySource("p.cedar", text))), EntityStore.empty(), ErrorMode.GUARD);
    }

    private JournalRecord record(String policies, Consumer<DecisionEntry> change, String... secrets)
            throws AuditException {
        try (Recorder recorder = Recorder.open(new AuditSettings(folder.toFile(), 1 << 20, 64, 0, 10_000))) {
            for (String secret : secrets) {
                recorder.secrets().learn("vault/db", secret);
            }
            DecisionEntry entry = Samples.decision(1);
            entry.policyHash = HexFormat.of().parseHex(policies(policies).hash());
            entry.principal = AGENT;
            entry.policies = new String[] {"ceiling"};
            entry.policyCount = 1;
            entry.arguments = "{\"amount\": 700}";
            change.accept(entry);
            assertThat(recorder.decision(entry)).isTrue();
        }
        return Samples.read(folder, "decision").get(0);
    }

    private static ExplainedCall explain(String policies, JournalRecord record)
            throws UnreplayableException, AuditException {
        return new CallExplainer(policies(policies), null, 5)
                .explain(record, new GuardRun("", record.run()), goesOn -> goesOn.test(record));
    }

    @Test
    void shouldReplayAToolCall() throws Exception {
        ExplainedCall call = explain(CEILING, record(CEILING, entry -> {}));

        assertThat(call.notes()).isEmpty();
        assertThat(call.allowed()).isFalse();
        assertThat(call.problem()).isNull();
        assertThat(call.principal()).hasToString(AGENT);
        assertThat(call.action()).hasToString("Remit::Action::\"refund\"");
        assertThat(call.explanation().denyReason()).isEqualTo(DenyReason.FORBID);
        assertThat(call.explanation()
                        .determining()
                        .get(0)
                        .clauses()
                        .get(0)
                        .findings()
                        .get(2)
                        .readings())
                .extracting(reading -> reading.span().text() + "=" + reading.value())
                .containsExactly("context.input.amount=700");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP    | Remit::Action::\"POST\"        | Remit::Host::\"api.acme.com:443\" | /v1/x | resource in Remit::Domain::\"acme.com\" && action in Remit::Action::\"HttpRequest\" && context.http.path == \"/v1/x\" && context.http.port == 443 && context.http.host == \"api.acme.com\" && context.http.method == \"POST\"",
                "HTTP    | Remit::Action::\"GET\"         | Remit::Host::\"[0:0:0:0:0:0:0:1]:80\" | | context.http.host == \"0:0:0:0:0:0:0:1\" && context.http.path == \"/\"",
                "CONNECT | Remit::Action::\"Connect\"     | Remit::Host::\"db.acme.com:5432\" | | resource in Remit::Domain::\"db.acme.com\" && !(context has http)",
                "CONNECT | Remit::Action::\"Connect\"     | Remit::Host::\"unix:/run/db.sock\" | | resource in Remit::Domain::\"unix:/run/db.sock\"",
                "SECRET  | Remit::Action::\"FetchSecret\" | Remit::Secret::\"file//run/secrets/db\" | | principal.name == \"support\"",
                "SECRET  | Remit::Action::\"FetchSecret\" | Remit::Secret::\"vault/secret/data/db\" | | principal.trustDomain == \"acme.com\"",
                "EXEC    | Remit::Action::\"Exec\"        | Remit::Program::\"/usr/bin/git\" | [\"/usr/bin/git\"] | principal has name",
                "CODE    | Remit::Action::\"LoadCode\"    | Remit::Code::\"/opt/app/lib/libx.so\" | com.acme.Native | resource in Remit::Code::\"/opt/app\"",
                "TOOL    | Remit::Action::\"refund\"      | Remit::Toolset::\"com.acme.Bookings\" | {\"n\": [1, 2]} | context.input.n.contains(2)",
            })
    void shouldReplayCallsOfEveryKind(
            Category category, String action, String resource, String arguments, String condition) throws Exception {
        String policy = "@id(\"it\") permit(principal == " + AGENT + ", action == " + action + ", resource == "
                + resource + ") when { " + condition + " };";
        JournalRecord record = record(policy, entry -> {
            entry.category = category;
            entry.action = action;
            entry.resource = resource;
            entry.arguments = arguments;
            entry.verdict = Verdict.ALLOW;
            entry.policies = new String[] {"it"};
        });
        ExplainedCall call = explain(policy, record);

        assertThat(call.notes()).isEmpty();
        assertThat(call.allowed()).isTrue();
    }

    @Test
    void shouldSayThatTheSchemeIsNotRecorded() throws Exception {
        String policy = "permit(principal, action, resource) when { context.http.scheme == \"https\" };";
        JournalRecord record = record(policy, entry -> {
            entry.category = Category.HTTP;
            entry.action = "Remit::Action::\"GET\"";
            entry.resource = "Remit::Host::\"acme.com:80\"";
            entry.arguments = "/";
            entry.policyCount = 0;
            entry.reason = null;
        });
        ExplainedCall call = explain(policy, record);

        assertThat(call.allowed()).isFalse();
        assertThat(call.notes())
                .containsExactly("the record does not hold context.http.scheme; it is taken for \"http\"");
    }

    @Test
    void shouldNotTakeAPartOfTheArgumentsForThem() throws Exception {
        ExplainedCall call = explain(
                CEILING,
                record(CEILING, entry -> entry.arguments = "{\"amount\": 700, \"note\": \"" + "x".repeat(100) + "\"}"));

        assertThat(call.allowed()).isTrue();
        assertThat(call.problem()).isNull();
        assertThat(call.notes())
                .containsExactly(
                        "the record holds only a part of the arguments' 127 bytes (audit.argument-bytes); policies are asked without any",
                        "the answer differs from the recorded one: deny by ceiling, now allow by any");
    }

    @Test
    void shouldSayWhatWasReplaced() throws Exception {
        String policies =
                CEILING + "forbid(principal, action, resource) when { context.input.to == \"s3cr3t-value\" };";
        JournalRecord record = record(
                policies, entry -> entry.arguments = "{\"amount\": 700, \"to\": \"s3cr3t-value\"}", "s3cr3t-value");
        ExplainedCall call = explain(policies, record);

        assertThat(call.allowed()).isFalse();
        assertThat(call.notes())
                .containsExactly(
                        "values of secrets in the arguments were replaced by their names when they were recorded");
    }

    @Test
    void shouldSayThatOtherPoliciesDecided() throws Exception {
        CompiledPolicies compiled = policies(PERMIT);

        assertThat(explain(PERMIT, record(CEILING, entry -> {})).notes())
                .containsExactly(
                        "other policies or entities than these decided, or the same under other paths: recorded hash="
                                + policies(CEILING).hash() + ", hash of these=" + compiled.hash(),
                        "the answer differs from the recorded one: deny by ceiling, now allow by any");
    }

    @Test
    void shouldSayThatNobodyKnowsWhichPoliciesDecided() throws Exception {
        assertThat(explain(PERMIT, record(PERMIT, entry -> entry.policyHash = null))
                        .notes())
                .contains("the journal does not say which policies decided");
    }

    @Test
    void shouldSayWhatNoRecordHolds() throws Exception {
        String policies = CEILING
                + "permit(principal, action, resource) when { context.build == 3 && context.system.tenant == \"a\" };"
                + "permit(principal, action, resource) when { principal.agent == \"a\" && context.system.hour == 3 };";

        assertThat(explain(policies, record(policies, entry -> {})).notes())
                .containsExactly(
                        "policies read context.system.tenant, which no record holds",
                        "no record holds the time zone; context.system.hour and weekday are those of UTC",
                        "policies read context.build, which no record holds",
                        "the journal does not hold how the session session-7 began; what was done in it before is not counted, and its agent's name not known");
    }

    @Test
    void shouldKnowWhereItRanFromWhoAsks() throws Exception {
        String policy = "@id(\"ceiling\") forbid(principal, action, resource) when {"
                + " context.system.hour == 23 && context.system.weekday == 2"
                + " && context.system.environment == \"test\" && context.system.tenant == \"acme\" };";
        JournalRecord record = record(policy, entry -> {});
        ExplainedCall call = new CallExplainer(policies(policy), new Surroundings("test", "acme", "Europe/Berlin"), 5)
                .explain(record, new GuardRun("", record.run()), goesOn -> {});

        assertThat(call.explanation().denyReason()).isEqualTo(DenyReason.FORBID);
        assertThat(call.notes()).isEmpty();
    }

    @Test
    void shouldAskAtTheTimeOfTheRecord() throws Exception {
        String policy = "@id(\"ceiling\") forbid(principal, action, resource)"
                + " when { context.system.now == datetime(\"2023-11-14T22:13:20.123Z\") };";
        ExplainedCall call = explain(policy, record(policy, entry -> {}));

        assertThat(call.notes()).isEmpty();
        assertThat(call.explanation().denyReason()).isEqualTo(DenyReason.FORBID);
    }

    @Test
    void shouldReplayAProblemOfTheCallItself() throws Exception {
        ExplainedCall call = explain(CEILING, record(CEILING, entry -> {
            entry.arguments = "refund it";
            entry.policyCount = 0;
        }));

        assertThat(call.allowed()).isFalse();
        assertThat(call.explanation()).isNull();
        assertThat(call.problem()).isEqualTo("the tool's arguments are not JSON, and a policy reads them");
        assertThat(call.notes()).isEmpty();
    }

    @Test
    void shouldRefuseARecordThatDoesNotNameTheCall() {
        assertThatThrownBy(() -> explain(
                        PERMIT,
                        record(PERMIT, entry -> entry.resource = "Remit::Toolset::\"" + "x".repeat(3000) + "\"")))
                .isInstanceOf(UnreplayableException.class)
                .hasMessageStartingWith("record 1 does not hold the whole resource");
    }

    @Test
    void shouldRefuseARecordOfAnotherKind() throws Exception {
        try (Recorder recorder = Recorder.open(AuditSettings.of(folder.toFile()))) {
            OutcomeEntry entry = new OutcomeEntry();
            entry.callId = 1;
            entry.status = OutcomeStatus.OK;
            assertThat(recorder.outcome(entry)).isTrue();
        }
        JournalRecord outcome = Samples.read(folder, "outcome").get(0);
        assertThatThrownBy(() -> explain(PERMIT, outcome))
                .isInstanceOf(UnreplayableException.class)
                .hasMessage("record 1 is no decision but a record of kind outcome");
    }

    @Test
    void shouldGiveTheGuardsGroupsToARequestWrittenByHand() {
        String policy =
                "@id(\"it\") permit(principal in Remit::Workload::\"spiffe://acme.com/a\", action in Remit::Action::\"HttpRequest\","
                        + " resource in Remit::Domain::\"acme.com\") when { principal.name == \"a\" && context.http.scheme == \"https\" };";
        ExplainedCall call = new CallExplainer(policies(policy), null, 5).explain(RequestParser.parse("r", """
                {"principal": "Remit::Agent::\\"spiffe://acme.com/a\\"", "action": "Remit::Action::\\"GET\\"",
                 "resource": "Remit::Host::\\"api.acme.com:443\\"", "context": {"http": {"scheme": "https"}}}"""));
        assertThat(call.allowed()).isTrue();
    }

    @Test
    void shouldTakeARequestOfAnyVocabulary() {
        ExplainedCall call = new CallExplainer(policies("permit(principal == User::\"a\", action, resource);"), null, 5)
                .explain(
                        RequestParser.parse(
                                "r",
                                "{\"principal\": \"User::\\\"b\\\"\", \"action\": \"Action::\\\"x\\\"\", \"resource\": \"Doc::\\\"d\\\"\"}"));
        assertThat(call.allowed()).isFalse();
        assertThat(call.explanation().nearest().get(0).misses().get(0).found()).isEqualTo("User::\"b\"");
    }
}
