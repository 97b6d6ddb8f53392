package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.entity.ContextParser;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that are denied whatever their context is. */
class AnyContextTest {
    private static final List<String> HEADS = List.of(
            "principal, action, resource",
            "principal == User::\"alice\", action, resource",
            "principal == User::\"bob\", action, resource",
            "principal in Group::\"all\", action == Action::\"view\", resource",
            "principal is Group, action, resource",
            "principal, action in [Action::\"read\", Action::\"write\"], resource == Doc::\"d1\"",
            "principal, action == Action::\"write\", resource");

    private static final List<String> CLAUSES = List.of(
            "true",
            "false",
            "principal.age > 40",
            "principal.age == 30",
            "principal has missing",
            "principal.missing == 1",
            "resource in Group::\"all\"",
            "context.n > 1",
            "context has n && context.n == 0",
            "context == {}",
            "principal.age == 30 && context.flag",
            "if context has flag then principal.age == 30 else false",
            "[context].contains({n: 2})");

    private static final List<String> CONTEXTS = List.of(
            "{}", "{\"n\": 0}", "{\"n\": 2}", "{\"flag\": true}", "{\"n\": \"x\"}", "{\"n\": 2, \"flag\": false}");

    private static boolean denies(String policies, ErrorMode mode) {
        CompiledPolicies compiled = Requests.compile(policies, mode);
        return compiled.deniesInAnyContext(Requests.frame(compiled));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                                                   | true",
                "permit(principal, action, resource);                                                 | false",
                "permit(principal == User::\"bob\", action, resource);                                | true",
                "permit(principal, action, resource) when { context.n > 1 };                          | false",
                "permit(principal, action, resource) when { principal.age > 40 };                     | true",
                "permit(principal, action, resource) when { principal.age > 20 };                     | false",
                "permit(principal, action, resource) when { principal has x && principal.x == 1 };    | true",
                "permit(principal, action, resource); forbid(principal, action, resource);            | true",
                "permit(principal, action, resource); forbid(principal, action, resource == Doc::\"d2\"); | false",
                "permit(principal, action, resource); forbid(principal, action, resource) when { context.n > 1 }; | false",
                "permit(principal, action, resource); forbid(principal, action, resource) unless { principal.age > 40 }; | true"
            })
    void shouldSayWhetherThereIsAnyUseInAsking(String policies, boolean denied) {
        assertThat(denies(policies, ErrorMode.GUARD)).isEqualTo(denied);
    }

    @Test
    void shouldTakeAnErrorAsTheModeDoes() {
        String policies = "permit(principal, action, resource);"
                + "forbid(principal, action, resource) when { principal.missing == 1 };";
        assertThat(denies(policies, ErrorMode.GUARD)).isTrue();
        assertThat(denies(policies, ErrorMode.CEDAR)).isFalse();
    }

    @Test
    void shouldLeaveTheAnswerAsItWas() {
        CompiledPolicies compiled = Requests.compile("@id(\"p\") permit(principal, action, resource);"
                + "@id(\"q\") permit(principal, action, resource) when { context.n > 1 };");
        RequestFrame frame = Requests.frame(compiled);
        frame.set(0, ContextParser.parse("context", "{\"n\": 2}"));
        assertThat(compiled.decide(frame)).isEqualTo(Decision.ALLOW);
        assertThat(compiled.deniesInAnyContext(frame)).isFalse();
        assertThat(Requests.determining(compiled, frame)).containsExactly("p", "q");
        assertThat(frame.errorCount()).isZero();
    }

    /** Whatever the policies, what is denied in any context is denied in each. */
    @ParameterizedTest
    @EnumSource(ErrorMode.class)
    void shouldNeverDenyWhatSomeContextAllows(ErrorMode mode) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int denied = 0;
        int open = 0;
        for (int run = 0; run < 2_000; run++) {
            StringBuilder policies = new StringBuilder();
            for (int i = random.nextInt(4); i >= 0; i--) {
                policies.append(random.nextInt(3) == 0 ? "forbid(" : "permit(")
                        .append(HEADS.get(random.nextInt(HEADS.size())))
                        .append(random.nextBoolean() ? ") when { " : ") unless { ")
                        .append(CLAUSES.get(random.nextInt(CLAUSES.size())))
                        .append(" };\n");
            }
            CompiledPolicies compiled = Requests.compile(policies.toString(), mode);
            boolean never = compiled.deniesInAnyContext(Requests.frame(compiled));
            boolean some = false;
            for (String context : CONTEXTS) {
                RequestFrame frame = Requests.frame(compiled);
                frame.set(0, ContextParser.parse("context", context));
                some |= compiled.decide(frame) == Decision.ALLOW;
            }
            assertThat(never && some).as("seed=%d: %s", seed, policies).isFalse();
            denied += never ? 1 : 0;
            open += never ? 0 : 1;
        }
        assertThat(denied).isGreaterThan(100);
        assertThat(open).isGreaterThan(100);
    }
}
