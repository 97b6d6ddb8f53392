package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.DenyReason;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How policies make a verdict. */
class DecisionTest {
    private static final String PERMIT = "@id(\"p\") permit(principal, action, resource);\n";
    private static final String FORBID = "@id(\"f\") forbid(principal, action, resource) when { context.n > 1 };\n";

    @ParameterizedTest
    @EnumSource(ErrorMode.class)
    void shouldDenyByDefault(ErrorMode mode) {
        CompiledPolicies compiled = Requests.compile("", mode);
        RequestFrame frame = Requests.frame(compiled);
        assertThat(compiled.decide(frame)).isEqualTo(Decision.DENY);
        assertThat(frame.denyReason()).isEqualTo(DenyReason.DEFAULT);
        assertThat(frame.determiningCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource(ErrorMode.class)
    void shouldDenyWhenForbidMatches(ErrorMode mode) {
        CompiledPolicies compiled = Requests.compile(PERMIT + FORBID, mode);
        RequestFrame frame = Requests.frame(compiled);
        frame.setLong(compiled.contextSlot("n"), 2);
        assertThat(compiled.decide(frame)).isEqualTo(Decision.DENY);
        assertThat(frame.denyReason()).isEqualTo(DenyReason.FORBID);
        assertThat(Requests.determining(compiled, frame)).containsExactly("f");
    }

    @Test
    void shouldListAllDeterminingPoliciesInOrder() {
        CompiledPolicies compiled = Requests.compile(
                "@id(\"a\") permit(principal == User::\"alice\", action, resource);"
                        + "@id(\"b\") permit(principal, action == Action::\"view\", resource);"
                        + "@id(\"c\") permit(principal, action, resource);"
                        + "@id(\"d\") permit(principal, action, resource == Doc::\"d1\");"
                        + "@id(\"e\") permit(principal is Group, action, resource);"
                        + "@id(\"f\") permit(principal is User in Group::\"all\", action in [Action::\"read\"], resource);");
        RequestFrame frame = Requests.frame(compiled);
        assertThat(compiled.decide(frame)).isEqualTo(Decision.ALLOW);
        assertThat(frame.denyReason()).isEqualTo(DenyReason.NONE);
        assertThat(Requests.determining(compiled, frame)).containsExactly("a", "b", "c", "d", "f");
    }

    @Test
    void shouldSkipErroringForbidInCedarMode() {
        CompiledPolicies compiled = Requests.compile(PERMIT + FORBID, ErrorMode.CEDAR);
        RequestFrame frame = Requests.frame(compiled);
        assertThat(compiled.decide(frame)).isEqualTo(Decision.ALLOW);
        assertThat(Requests.erroring(compiled, frame)).containsExactly("f");
        assertThat(frame.errorMessage(0)).isEqualTo("p.cedar:2:53: policy `f`: the attribute is absent: `context.n`");
    }

    @Test
    void shouldDenyByErroringForbidInGuardMode() {
        CompiledPolicies compiled = Requests.compile(PERMIT + FORBID, ErrorMode.GUARD);
        RequestFrame frame = Requests.frame(compiled);
        assertThat(compiled.decide(frame)).isEqualTo(Decision.DENY);
        assertThat(frame.denyReason()).isEqualTo(DenyReason.ERROR);
        assertThat(Requests.determining(compiled, frame)).containsExactly("f");
        assertThat(Requests.erroring(compiled, frame)).containsExactly("f");
    }

    @Test
    void shouldSayForbidWhenOneMatchedBesideAnError() {
        CompiledPolicies compiled =
                Requests.compile(PERMIT + FORBID + "@id(\"g\") forbid(principal, action, resource);");
        RequestFrame frame = Requests.frame(compiled);
        assertThat(compiled.decide(frame)).isEqualTo(Decision.DENY);
        assertThat(frame.denyReason()).isEqualTo(DenyReason.FORBID);
        assertThat(Requests.determining(compiled, frame)).containsExactly("f", "g");
    }

    @ParameterizedTest
    @EnumSource(ErrorMode.class)
    void shouldLeaveOutErroringPermit(ErrorMode mode) {
        CompiledPolicies compiled =
                Requests.compile("@id(\"p\") permit(principal, action, resource) when { context.n };", mode);
        RequestFrame frame = Requests.frame(compiled);
        assertThat(compiled.decide(frame)).isEqualTo(Decision.DENY);
        assertThat(frame.denyReason()).isEqualTo(DenyReason.DEFAULT);
        assertThat(Requests.erroring(compiled, frame)).containsExactly("p");
    }

    @Test
    void shouldForgetOutcomeAndRequestOnReset() {
        CompiledPolicies compiled = Requests.compile(PERMIT + FORBID);
        RequestFrame frame = Requests.frame(compiled);
        frame.setLong(compiled.contextSlot("n"), 2);
        compiled.decide(frame);
        frame.reset();
        assertThat(frame.determiningCount()).isZero();
        assertThat(frame.isBound(compiled.contextSlot("n"))).isFalse();
        assertThatThrownBy(() -> compiled.decide(frame)).hasMessage("the frame has no principal");
        Requests.parties(compiled, frame);
        frame.setLong(compiled.contextSlot("n"), 1);
        assertThat(compiled.decide(frame)).isEqualTo(Decision.ALLOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "principal in Group::\"g\", action, resource | 1",
                "principal in Group::\"deep\", action, resource | 1",
                "principal in Group::\"none\", action, resource | 0",
                "principal, action, resource is Host in Domain::\"acme.com\" | 1",
                "principal, action, resource is Doc in Domain::\"acme.com\" | 0",
                "principal, action, resource in Zone::\"trusted\" | 1",
                "principal, action == Action::\"unknown\", resource | 1",
                "principal, action in [Action::\"x\", Action::\"unknown\"], resource | 1",
                "principal, action in [], resource | 0",
            })
    void shouldKnowEntitiesThatTheStoreDoesNot(String scope, int expected) {
        String entities = """
                [{"uid": {"type": "Group", "id": "g"}, "attrs": {}, "parents": [{"type": "Group", "id": "deep"}]},
                 {"uid": {"type": "Domain", "id": "acme.com"}, "attrs": {}, "parents": [{"type": "Zone", "id": "trusted"}]}]
                """;
        EntityStore store = EntityParser.parse("e.json", entities);
        CompiledPolicies compiled = PolicyCompiler.compile(
                PolicyParser.parse(List.of(new PolicySource("p", "permit(" + scope + ");"))), store, ErrorMode.GUARD);
        RequestFrame frame = compiled.newFrame();
        frame.principal(compiled.resolve(EntityUid.of("User", "new"), List.of(EntityUid.of("Group", "g")), Map.of()));
        frame.action(compiled.resolve(EntityUid.of("Action", "unknown"), List.of(), Map.of()));
        frame.resource(compiled.resolve(
                EntityUid.of("Host", "api.acme.com:443"), List.of(EntityUid.of("Domain", "acme.com")), Map.of()));
        assertThat(compiled.decide(frame)).isEqualTo(expected);
    }

    @Test
    void shouldMergeResolvedAttributesWithTheStores() {
        CompiledPolicies compiled = Requests.compile(
                "permit(principal, action, resource) when { principal.attested && principal.age == 31 && principal.name == \"Alice\""
                        + " && context.who.attested && context.who in Group::\"extra\" && context.who in Group::\"all\" };");
        RequestFrame frame = Requests.frame(compiled);
        frame.principal(compiled.resolve(
                EntityUid.of("User", "alice"),
                List.of(EntityUid.of("Group", "extra")),
                Map.of("attested", Value.of(true), "age", Value.of(31))));
        frame.set(compiled.contextSlot("who"), Value.of(EntityUid.of("User", "alice")));
        assertThat(compiled.decide(frame)).isEqualTo(Decision.ALLOW);
    }

    @Test
    void shouldRejectEntityOfAnotherSnapshot() {
        CompiledPolicies one = Requests.compile(PERMIT);
        CompiledPolicies other = Requests.compile(PERMIT);
        assertThatThrownBy(() -> one.newFrame().principal(Requests.resolve(other, "User", "alice")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another snapshot");
    }

    @Test
    void shouldNameSlotsOnlyOfWhatIsRead() {
        CompiledPolicies compiled = Requests.compile(
                "permit(principal, action, resource) when { context.http.host == \"a\" && context.input has x };");
        assertThat(compiled.contextSlot("http", "host")).isPositive();
        assertThat(compiled.contextSlot("http", "port")).isEqualTo(-1);
        assertThat(compiled.contextSlot("session")).isEqualTo(-1);
        assertThat(compiled.readsWhole(compiled.contextSlot("http", "host"))).isTrue();
        assertThat(compiled.readsWhole(compiled.contextSlot("http"))).isFalse();
        assertThat(compiled.attributesRead(compiled.contextSlot())).containsExactly("http", "input");
        RequestFrame frame = Requests.frame(compiled);
        frame.setString(compiled.contextSlot("http", "host"), "xax", 1, 2);
        frame.setString(-1, "ignored");
        assertThat(compiled.decide(frame)).isEqualTo(Decision.DENY);
        assertThat(frame.errorCount()).isEqualTo(1);
        frame.setRecord(compiled.contextSlot("input"));
        assertThat(compiled.decide(frame)).isEqualTo(Decision.DENY);
        assertThat(frame.errorCount()).isZero();
        frame.setBool(compiled.contextSlot("input", "x"), false);
        assertThat(compiled.decide(frame)).isEqualTo(Decision.ALLOW);
    }

    @Test
    void shouldAssembleRecordsBoundSlotBySlot() {
        CompiledPolicies compiled = Requests.compile(
                "permit(principal, action, resource) when { context.http == {host: \"a\", port: 443} && context.http.host == \"a\" && context.http.port > 0 };");
        RequestFrame frame = Requests.frame(compiled);
        frame.setLong(compiled.contextSlot("http", "port"), 443);
        frame.setString(compiled.contextSlot("http", "host"), "a");
        assertThat(compiled.decide(frame)).isEqualTo(Decision.ALLOW);
    }

    @Test
    void shouldHashTheSameInAnyFileOrder() {
        PolicySource a = new PolicySource("a", PERMIT);
        PolicySource b = new PolicySource("b", FORBID);
        String hash = hash(a, b);
        assertThat(hash).matches("[0-9a-f]{64}").isEqualTo(hash(b, a));
        assertThat(hash(a)).isNotEqualTo(hash);
        assertThat(hash(a, new PolicySource("b", FORBID + " "))).isNotEqualTo(hash);
    }

    private static String hash(PolicySource... sources) {
        return PolicyCompiler.compile(PolicyParser.parse(List.of(sources)), EntityStore.empty(), ErrorMode.GUARD)
                .hash();
    }

    @Test
    void shouldTellPoliciesWithAnnotations() {
        CompiledPolicies compiled = Requests.compile("permit(principal, action, resource);\n"
                + "@id(\"x\") @reason(\"be\\nkind\") @flag forbid(principal, action, resource);");
        assertThat(compiled.size()).isEqualTo(2);
        assertThat(compiled.policy(0).id()).isEqualTo("p.cedar#0");
        assertThat(compiled.policy(1).annotation("reason")).isEqualTo("be\nkind");
        assertThat(compiled.policy(1).annotation("flag")).isEmpty();
        assertThat(compiled.policy(1).annotation("none")).isNull();
        assertThat(compiled.policy(1).source()).hasToString("p.cedar:2:1");
    }

    /** What was bound may be a secret. */
    @ParameterizedTest
    @ValueSource(strings = {"text", "a value"})
    void shouldNotKeepWhatWasBoundAliveOnceItIsReplacedAndReset(String how) {
        CompiledPolicies compiled = Requests.compile("permit(principal, action, resource) when { context.x == 1 };");
        RequestFrame frame = Requests.frame(compiled);
        int slot = compiled.contextSlot("x");
        WeakReference<Object> bound = bind(frame, slot, how);
        frame.setLong(slot, 1);
        assertThat(compiled.decide(frame)).isEqualTo(Decision.ALLOW);
        frame.reset();
        for (int i = 0; i < 50 && bound.get() != null; i++) {
            System.gc();
        }
        assertThat(bound.get()).isNull();
        Reference.reachabilityFence(frame);
    }

    private static WeakReference<Object> bind(RequestFrame frame, int slot, String how) {
        if (how.equals("text")) {
            StringBuilder text = new StringBuilder("a secret");
            frame.setString(slot, text);
            return new WeakReference<>(text);
        }
        Value value = Value.set(List.of(Value.of("a secret")));
        frame.set(slot, value);
        return new WeakReference<>(value);
    }
}
