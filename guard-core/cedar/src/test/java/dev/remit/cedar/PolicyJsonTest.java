package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.Subexpressions;
import dev.remit.cedar.parse.PolicyJson;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies written as JSON are the same when they are read again. */
class PolicyJsonTest {
    private static final int GENERATED_POLICIES = 3957;

    @Test
    void shouldKeepThePoliciesOfTheCorpus() throws IOException {
        int files = 0;
        int alike = 0;
        for (Map.Entry<String, String> file : Corpus.policies().entrySet()) {
            Object text = WithoutSpans.of(file.getValue());
            Object json = WithoutSpans.of(PolicyJson.write(parse(file.getValue())));
            assertThat(flat(json)).as(file.getKey()).isEqualTo(flat(text));
            files++;
            alike += json.equals(text) ? 1 : 0;
        }
        System.out.printf("policies as JSON: %d files, %d alike without joining chains%n", files, alike);
        assertThat(files).isGreaterThanOrEqualTo(GENERATED_POLICIES);
        assertThat(alike).isGreaterThan(files * 3 / 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permit(principal, action, resource);",
                "@id(\"x\") @empty @if(\"a\\u{0}\\\"b\") forbid(principal, action, resource) when { true } unless { false } when { 1 == 1 };",
                "permit(principal == A::B::\"a\\\"\", action == C::Action::\"x\", resource == R::\"é😀\");",
                "permit(principal in A::\"a\", action in Action::\"x\", resource in R::\"r\");",
                "permit(principal is A::B, action in [], resource is R in R::\"r\");",
                "permit(principal is A in B::\"b\", action in [Action::\"x\"], resource is R);",
                "permit(principal, action in [Action::\"x\", N::Action::\"y\"], resource);",
                "permit(principal == ?principal, action, resource in ?resource);",
                "permit(principal in ?principal, action, resource == ?resource);",
                "permit(principal is A::B in ?principal, action, resource is R in ?resource);",
                "permit(principal, action, resource) when { [1, -2, -9223372036854775808, \"a\", true, A::\"b\", [], {}] == context.s };",
                "permit(principal, action, resource) when { {a: 1, \"b c\": {d: [context]}, \"__entity\": 1, \"__extn\": 2} == {} };",
                "permit(principal, action, resource) when { -(1) + - context.a - 2 * 3 < 4 && !(1 <= 2) };",
                "permit(principal, action, resource) when { 1 > 2 || 1 >= 2 || 1 != 2 || principal in [resource] };",
                "permit(principal, action, resource) when { context.a.b[\"c d\"] has e && context has \"f g\" };",
                "permit(principal, action, resource) when { context has a.b.c.d && context has a && context.a has b };",
                "permit(principal, action, resource) when { context has a && context.a has b };",
                "permit(principal, action, resource) when { principal is A::B && (principal is A in resource.b || resource is C) };",
                "permit(principal, action, resource) when { principal is A && principal in B::\"b\" };",
                "permit(principal, action, resource) when { (if true then 1 else 2) == 1 && (1 == 1 && (true || (false || true))) };",
                "permit(principal, action, resource) when { if context.a then 1 else if context.b then 2 else 3 };",
                "permit(principal, action, resource) when { \"a\" like \"\" || \"a\" like \"*\" || \"a\" like \"a*\\**b\" || \"a\" like \"**\" };",
                "permit(principal, action, resource) when { [1].contains(1) && [1].containsAll([2]) && [1].containsAny([]) && [1].isEmpty() };",
                "permit(principal, action, resource) when { principal.hasTag(\"a\") && principal.getTag(context.t) == 1 };",
                "permit(principal, action, resource) when { ip(\"::1\").isInRange(ip(\"::/0\")) && decimal(\"1.0\").lessThan(decimal(\"2.0\")) };",
                "permit(principal, action, resource) when { ip() == ip(1, 2) && datetime(\"2024-01-01\").toDate() == duration(\"1h\").toHours(1) };",
            })
    void shouldKeepEveryForm(String text) {
        assertThat(WithoutSpans.of(PolicyJson.write(parse(text)))).isEqualTo(WithoutSpans.of(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "1 ==> {\"Value\":1}",
                "A::\"b\" ==> {\"Value\":{\"__entity\":{\"type\":\"A\",\"id\":\"b\"}}}",
                "context.a ==> {\".\":{\"left\":{\"Var\":\"context\"},\"attr\":\"a\"}}",
                "context has a ==> {\"has\":{\"left\":{\"Var\":\"context\"},\"attr\":\"a\"}}",
                "context has a.b ==> {\"has\":{\"left\":{\"Var\":\"context\"},\"attr\":[\"a\",\"b\"]}}",
                "!true ==> {\"!\":{\"arg\":{\"Value\":true}}}",
                "-(1) ==> {\"neg\":{\"arg\":{\"Value\":1}}}",
                "1 - 2 ==> {\"-\":{\"left\":{\"Value\":1},\"right\":{\"Value\":2}}}",
                "\"a\" like \"a*\" ==> {\"like\":{\"left\":{\"Value\":\"a\"},\"pattern\":[{\"Literal\":\"a\"},\"Wildcard\"]}}",
                "action is A::B ==> {\"is\":{\"left\":{\"Var\":\"action\"},\"entity_type\":\"A::B\"}}",
                "action is A in context ==> {\"is\":{\"left\":{\"Var\":\"action\"},\"entity_type\":\"A\",\"in\":{\"Var\":\"context\"}}}",
                "[].isEmpty() ==> {\"isEmpty\":{\"arg\":{\"Set\":[]}}}",
                "[].contains(1) ==> {\"contains\":{\"left\":{\"Set\":[]},\"right\":{\"Value\":1}}}",
                "{a: 1} ==> {\"Record\":{\"a\":{\"Value\":1}}}",
                "ip(\"::1\").isLoopback() ==> {\"isLoopback\":[{\"ip\":[{\"Value\":\"::1\"}]}]}",
                "1 && 2 && 3 ==> {\"&&\":{\"left\":{\"&&\":{\"left\":{\"Value\":1},\"right\":{\"Value\":2}}},\"right\":{\"Value\":3}}}",
                "if 1 then 2 else 3 ==> {\"if-then-else\":{\"if\":{\"Value\":1},\"then\":{\"Value\":2},\"else\":{\"Value\":3}}}",
            })
    void shouldWriteExpressionsAsCedarDoes(String expression, String json) {
        PolicySet set = parse("permit(principal, action, resource) when { " + expression + " };");
        assertThat(PolicyJson.write(set.policies().get(0)))
                .isEqualTo("{\"effect\":\"permit\",\"principal\":{\"op\":\"All\"},\"action\":{\"op\":\"All\"},"
                        + "\"resource\":{\"op\":\"All\"},\"conditions\":[{\"kind\":\"when\",\"body\":" + json + "}]}");
    }

    @Test
    void shouldWriteSetsWithTemplatesAndLinks() {
        PolicySet set =
                PolicyParser.parse(List.of(new PolicySource("a.cedar", """
                        @id("own") @reason("theirs") permit(principal == ?principal, action, resource in ?resource);
                        @id("one") forbid(principal is User in Group::"g", action in [Action::"a"], resource) unless { true };
                        """), new PolicySource("links.json", """
                        {"templateLinks": [{"templateId": "own", "newId": "alice", "values": {
                            "?resource": {"__entity": {"type": "Folder", "id": "docs"}},
                            "?principal": {"type": "User", "id": "alice"}}}]}
                        """)));
        String json = PolicyJson.write(set);
        assertThat(json)
                .isEqualTo(
                        "{\"staticPolicies\":{\"one\":{\"effect\":\"forbid\","
                                + "\"principal\":{\"op\":\"is\",\"entity_type\":\"User\",\"in\":{\"entity\":{\"type\":\"Group\",\"id\":\"g\"}}},"
                                + "\"action\":{\"op\":\"in\",\"entities\":[{\"type\":\"Action\",\"id\":\"a\"}]},\"resource\":{\"op\":\"All\"},"
                                + "\"conditions\":[{\"kind\":\"unless\",\"body\":{\"Value\":true}}],\"annotations\":{\"id\":\"one\"}}},"
                                + "\"templates\":{\"own\":{\"effect\":\"permit\",\"principal\":{\"op\":\"==\",\"slot\":\"?principal\"},"
                                + "\"action\":{\"op\":\"All\"},\"resource\":{\"op\":\"in\",\"slot\":\"?resource\"},\"conditions\":[],"
                                + "\"annotations\":{\"id\":\"own\",\"reason\":\"theirs\"}}},"
                                + "\"templateLinks\":[{\"templateId\":\"own\",\"newId\":\"alice\",\"values\":{"
                                + "\"?principal\":{\"type\":\"User\",\"id\":\"alice\"},\"?resource\":{\"type\":\"Folder\",\"id\":\"docs\"}}}]}");
        assertThat(PolicyJson.write(parse(json))).isEqualTo(json);
        assertThat(parse(json).policies()).extracting(Policy::id).containsExactly("one", "alice");
        assertThat(parse(json).policies()).extracting(Policy::template).containsExactly(null, "own");
        assertThat(PolicyJson.write(set.policies().get(1)))
                .contains("\"principal\":{\"op\":\"==\",\"entity\":{\"type\":\"User\",\"id\":\"alice\"}}");
    }

    @Test
    void shouldWriteLongChainsSoThatTheyCanBeRead() {
        String text = "permit(principal, action, resource) when { " + "context.a == 1 || ".repeat(20_000) + "true };";
        String json = PolicyJson.write(parse(text));
        assertThat(flat(WithoutSpans.of(json))).isEqualTo(flat(WithoutSpans.of(text)));
    }

    @Test
    void shouldShowWhatStandsInTheText() {
        String json = PolicyJson.write(parse("@id(\"p\") permit(principal, action, resource)"
                + " when { {\"ü😀\": [context.a]} == \"b\" && principal is A in ip(\"::1\") } unless { 1 < 2 };"));
        PolicySet set = parse(json);
        Policy policy = set.policies().get(0);
        assertThat("{\"staticPolicies\":{\"p\":" + policy.span().text() + "},\"templates\":{},\"templateLinks\":[]}")
                .isEqualTo(json);
        List<Expr> open = new ArrayList<>();
        for (Condition condition : policy.conditions()) {
            open.add(condition.body());
        }
        int shown = 0;
        while (!open.isEmpty()) {
            Expr expr = open.remove(open.size() - 1);
            assertThat(json).contains(expr.span().text());
            assertThat(expr.span().text()).startsWith("{\"").endsWith("}");
            if (expr instanceof Expr.Attribute) {
                assertThat(expr.span().text()).isEqualTo("{\".\":{\"left\":{\"Var\":\"context\"},\"attr\":\"a\"}}");
            }
            open.addAll(Subexpressions.of(expr));
            shown++;
        }
        assertThat(shown).isGreaterThan(12);
    }

    /** Chains of the same operator as one, however they nest: they mean the same. */
    static Object flat(Object tree) {
        if (!(tree instanceof List<?> node)) {
            return tree;
        }
        List<Object> flat = new ArrayList<>();
        boolean chain = node.size() == 2 && (isChain("And", node) || isChain("Or", node));
        if (!chain) {
            node.forEach(part -> flat.add(flat(part)));
            return flat;
        }
        for (Object operand : (List<?>) node.get(1)) {
            Object flattened = flat(operand);
            if (flattened instanceof List<?> inner
                    && inner.size() == 2
                    && isChain(String.valueOf(node.get(0)), inner)) {
                flat.addAll((List<?>) inner.get(1));
            } else {
                flat.add(flattened);
            }
        }
        return List.of(node.get(0), flat);
    }

    private static boolean isChain(String kind, List<?> node) {
        return node.get(0).equals(kind) && node.get(1) instanceof List<?>;
    }

    private static PolicySet parse(String text) {
        return PolicyParser.parse(List.of(new PolicySource("policies", text)));
    }
}
