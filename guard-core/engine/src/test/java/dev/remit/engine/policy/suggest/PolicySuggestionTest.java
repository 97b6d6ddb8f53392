package dev.remit.engine.policy.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.engine.Category;
import dev.remit.engine.policy.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySuggestionTest {
    private static final EntityUid AGENT = EntityUid.of(Vocabulary.AGENT, "spiffe://acme.com/support/agent");
    private static final EntityUid WORKLOAD = EntityUid.of(Vocabulary.WORKLOAD, "spiffe://acme.com/support");
    private static final long NOON_NS = 1_795_262_400_000_000_000L;

    private final ObservedCalls calls = new ObservedCalls();

    @Test
    void shouldWriteAgentsBeforeTheApplicationEachKindSorted() {
        add(Category.HTTP, WORKLOAD, "GET", host("telemetry.acme.com:443"));
        add(Category.HTTP, AGENT, "POST", host("api.acme.com:443"));
        add(Category.HTTP, AGENT, "GET", host("api.acme.com:443"));
        add(Category.HTTP, AGENT, "GET", host("b.acme.com:443"));
        add(Category.HTTP, AGENT, "GET", host("a.acme.com:443"));
        add(Category.SECRET, AGENT, "FetchSecret", EntityUid.of(Vocabulary.SECRET, "aws-sm/prod/db"));
        add(Category.TOOL, AGENT, "refund", EntityUid.of(Vocabulary.TOOLSET, "com.acme.Tools"));
        add(Category.TOOL, AGENT, "lookUp", EntityUid.of(Vocabulary.TOOLSET, "com.acme.Tools"));
        add(Category.TOOL, AGENT, "lookUp", EntityUid.of(Vocabulary.TOOLSET, "com.acme.Tools"));
        calls.add(Category.EXEC, AGENT.toString(), "Remit::Action::\"Exec\"", "Remit::Program::\"sh\"", false, NOON_NS);

        assertThat(PolicySuggestion.of(calls, "/var/remit\naudit")).isEqualTo("""
                        // A policy that permits what was observed, written by Remit. Review it before use: it says what
                        // was done, not what should be. Then save it as a .cedar file, and set policy and mode=enforce.
                        //
                        // Journal: /var/remit\uFFFDaudit
                        // Calls:   9, from 2026-11-21T12:00:00Z to 2026-11-21T12:00:00Z
                        // Left out: 1 that were refused

                        // ==== AI agent spiffe://acme.com/support/agent

                        @id("agent-agent-tools")
                        permit (
                            principal == Remit::Agent::"spiffe://acme.com/support/agent",
                            action in [
                                Remit::Action::"lookUp",
                                Remit::Action::"refund"
                            ],
                            resource == Remit::Toolset::"com.acme.Tools"
                        );

                        @id("agent-agent-http")
                        permit (
                            principal == Remit::Agent::"spiffe://acme.com/support/agent",
                            action == Remit::Action::"GET",
                            resource is Remit::Host
                        )
                        when {
                            resource in [
                                Remit::Host::"a.acme.com:443",
                                Remit::Host::"b.acme.com:443"
                            ]
                        };

                        @id("agent-agent-http-2")
                        permit (
                            principal == Remit::Agent::"spiffe://acme.com/support/agent",
                            action in [
                                Remit::Action::"GET",
                                Remit::Action::"POST"
                            ],
                            resource == Remit::Host::"api.acme.com:443"
                        );

                        @id("agent-agent-secrets")
                        permit (
                            principal == Remit::Agent::"spiffe://acme.com/support/agent",
                            action == Remit::Action::"FetchSecret",
                            resource == Remit::Secret::"aws-sm/prod/db"
                        );

                        // ==== The application itself, outside any AI agent's work: spiffe://acme.com/support

                        @id("workload-support-http")
                        permit (
                            principal == Remit::Workload::"spiffe://acme.com/support",
                            action == Remit::Action::"GET",
                            resource == Remit::Host::"telemetry.acme.com:443"
                        );
                        """);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 22, 333, 4444})
    void shouldPermitExactlyWhatWasObserved(long seed) {
        Random random = new Random(seed);
        List<EntityUid> principals = List.of(AGENT, WORKLOAD, EntityUid.of(Vocabulary.AGENT, WORKLOAD.id()));
        List<EntityUid> actions = new ArrayList<>();
        List<EntityUid> resources = new ArrayList<>();
        for (String name :
                List.of("a", "b c", "\"quoted\\", "new\nline", "*", "ä\uD83D\uDE00", "// x", "\u0000", "')];")) {
            actions.add(Vocabulary.action(name));
            resources.add(host(name));
            resources.add(EntityUid.of(Vocabulary.TOOLSET, name));
        }
        record Call(EntityUid principal, EntityUid action, EntityUid resource) {}
        Set<Call> observed = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            Call call = new Call(pick(principals, random), pick(actions, random), pick(resources, random));
            observed.add(call);
            Category kind = call.resource.type().equals(Vocabulary.HOST) ? Category.HTTP : Category.TOOL;
            add(kind, call.principal, call.action.id(), call.resource);
        }

        CompiledPolicies policies = compile(PolicySuggestion.of(calls, "x"));

        for (EntityUid principal : principals) {
            for (EntityUid action : actions) {
                for (EntityUid resource : resources) {
                    assertThat(decide(policies, principal, action, resource))
                            .as("seed %d: %s %s %s", seed, principal, action, resource)
                            .isEqualTo(
                                    observed.contains(new Call(principal, action, resource))
                                            ? Decision.ALLOW
                                            : Decision.DENY);
                }
            }
        }
    }

    @Test
    void shouldNeverPermitAGroupBecauseAToolHasItsName() {
        for (String name : List.of("CallTool", "HttpRequest", "Exec", "LoadCode", "Connect", "FetchSecret")) {
            add(Category.TOOL, AGENT, name, EntityUid.of(Vocabulary.TOOLSET, "t"));
        }

        assertThat(calls.unusable()).isEqualTo(6);
        assertThat(PolicySuggestion.of(calls, "x"))
                .contains("Left out: 6 whose names")
                .doesNotContain("permit (");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Remit::Agent::\"cut of",
                "",
                "Remit::Agent::\"x\", action, resource); permit (principal",
                "Remit::Agent::\"x\", action, resource) when { true }; //",
                "principal"
            })
    void shouldLeaveOutWhatNamesNoEntity(@Nullable String principal) {
        calls.add(Category.TOOL, principal, "Remit::Action::\"a\"", "Remit::Toolset::\"t\"", true, NOON_NS);

        assertThat(calls.permitted()).isZero();
        assertThat(calls.unusable()).isOne();
    }

    @Test
    void shouldSayThatNothingWasObserved() {
        assertThat(PolicySuggestion.of(calls, "x")).contains("none; with this policy every call would be refused");
        assertThat(compile(PolicySuggestion.of(calls, "x")).size()).isZero();
    }

    private void add(Category kind, EntityUid principal, String action, EntityUid resource) {
        calls.add(kind, principal.toString(), Vocabulary.action(action).toString(), resource.toString(), true, NOON_NS);
    }

    private static EntityUid host(String id) {
        return EntityUid.of(Vocabulary.HOST, id);
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static CompiledPolicies compile(String cedar) {
        return PolicyCompiler.compile(
                PolicyParser.parse(List.of(new PolicySource("suggested.cedar", cedar))),
                EntityStore.empty(),
                ErrorMode.GUARD);
    }

    private static int decide(CompiledPolicies policies, EntityUid principal, EntityUid action, EntityUid resource) {
        RequestFrame frame = policies.newFrame();
        frame.reset();
        frame.principal(policies.resolve(principal, List.of(), Map.of()));
        frame.action(policies.resolve(action, List.of(Vocabulary.action(Vocabulary.CALL_TOOL)), Map.of()));
        frame.resource(policies.resolve(resource, List.of(), Map.of()));
        return policies.decide(frame);
    }
}
