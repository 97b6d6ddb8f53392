package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.TemplateLink;
import dev.remit.cedar.ast.Var;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.ContextParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.DenyReason;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.Explanation;
import dev.remit.cedar.eval.Explanation.Clause;
import dev.remit.cedar.eval.Explanation.Evaluated;
import dev.remit.cedar.eval.Explanation.Finding;
import dev.remit.cedar.eval.Explanation.Miss;
import dev.remit.cedar.eval.Explanation.Result;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an explanation says. */
class ExplainTest {
    private static final EntityUid ALICE = EntityUid.of("User", "alice");
    private static final String HEAD = "permit(principal, action, resource) ";

    private static Explanation explain(String policies, ErrorMode mode, String context) {
        CompiledPolicies compiled = Requests.compile(policies, mode);
        RequestFrame frame = Requests.frame(compiled);
        frame.set(0, ContextParser.parse("context", context));
        return Explanations.agreeing(compiled, frame, policies);
    }

    /** {@code part=result [text=value, …]}, joined by a semicolon; an error stands behind an exclamation mark. */
    private static String findings(Clause clause) {
        return clause.findings().stream().map(ExplainTest::finding).collect(Collectors.joining("; "));
    }

    private static String finding(Finding finding) {
        String readings = finding.readings().stream()
                .map(reading -> reading.span().oneLine() + "=" + reading.value())
                .collect(Collectors.joining(", "));
        return finding.span().oneLine() + " " + finding.result()
                + (readings.isEmpty() ? "" : " [" + readings + "]")
                + (finding.error() == null ? "" : " !" + finding.error().message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                // All operands of a true `&&`, the first false one of a false one.
                "context.n == 1 && context.s like \"a*\" ==> context.n == 1 TRUE [context.n=1]; context.s like \"a*\" TRUE [context.s=\"abc\"]",
                "context.n == 1 && context.n > 1 && context.s like \"a*\" ==> context.n > 1 FALSE [context.n=1]",
                // The first true operand of a true `||`, all of a false one.
                "context.n > 1 || context.n == 1 || context.absent ==> context.n == 1 TRUE [context.n=1]",
                "context.n > 1 || context.n < 1 ==> context.n > 1 FALSE [context.n=1]; context.n < 1 FALSE [context.n=1]",
                "!(context.n > 1 || context.yes) ==> context.yes TRUE",
                "(context.n > 1 && context.yes) || (context.no || context.n == 2) ==> context.n > 1 FALSE [context.n=1]; context.no FALSE; context.n == 2 FALSE [context.n=1]",
                "if context.yes then context.n > 1 else context.absent ==> context.yes TRUE; context.n > 1 FALSE [context.n=1]",
                // Both sides where they are no literals; what is computed, and from what.
                "context.n < principal.age ==> context.n < principal.age TRUE [context.n=1, principal.age=30]",
                "context.n + principal.age * 2 == 61 ==> context.n + principal.age * 2 == 61 TRUE [context.n + principal.age * 2=61, context.n=1, principal.age=30]",
                "context.n < 10 * 100 ==> context.n < 10 * 100 TRUE [context.n=1, 10 * 100=1000]",
                "ip(context.ip).isInRange(ip(\"10.0.0.0/8\")) ==> ip(context.ip).isInRange(ip(\"10.0.0.0/8\")) TRUE [ip(context.ip)=ip(\"10.1.2.3/32\"), context.ip=\"10.1.2.3\"]",
                "[1, 2].contains(context.n) ==> [1, 2].contains(context.n) TRUE [context.n=1]",
                "context.list.containsAny([principal.age, 3]) ==> context.list.containsAny([principal.age, 3]) TRUE [context.list=[1, 3], [principal.age, 3]=[3, 30], principal.age=30]",
                "(if context.yes then context.n else context.absent) == 1 ==> (if context.yes then context.n else context.absent) == 1 TRUE [if context.yes then context.n else context.absent=1]",
                "principal in Group::\"none\" ==> principal in Group::\"none\" FALSE [principal=User::\"alice\"]",
                "principal is Group ==> principal is Group FALSE [principal=User::\"alice\"]",
                "principal is User in Group::\"none\" ==> principal is User in Group::\"none\" FALSE [principal=User::\"alice\"]",
                "principal.boss.age > 60 ==> principal.boss.age > 60 FALSE [principal.boss.age=50]",
                "principal has nothing ==> principal has nothing FALSE [principal=User::\"alice\"]",
                "principal.getTag(\"team\") == \"blue\" ==> principal.getTag(\"team\") == \"blue\" FALSE [principal.getTag(\"team\")=\"red\", principal=User::\"alice\"]",
                // Of `has` below the context the name says enough.
                "context has n && context has absent.deep ==> context has absent FALSE",
                "false ==> false FALSE",
                // What was folded keeps its text.
                "true && 1 < 2 && context.no ==> context.no FALSE",
                "1 + 1 == 3 ==> 1 + 1 == 3 FALSE [1 + 1=2]",
                // Errors.
                "context.n < 1 || context.absent < 3 ==> context.absent < 3 ERROR !the attribute is absent: `context.absent`",
                "context.s < context.n ==> context.s < context.n ERROR [context.s=\"abc\", context.n=1] !an operand has the wrong type: `context.s < context.n`",
                "context.s && context.yes ==> context.s ERROR [context.s=\"abc\"] !an operand has the wrong type: `context.s`",
                "context.absent ==> context.absent ERROR !the attribute is absent: `context.absent`",
                "context.n + 9223372036854775807 > 0 ==> context.n + 9223372036854775807 > 0 ERROR [context.n=1] !the result does not fit into 64 bits: `context.n + 9223372036854775807`",
            })
    void shouldTellWhatDecidedAClause(String condition, String expected) {
        String context =
                "{\"n\": 1, \"s\": \"abc\", \"yes\": true, \"no\": false, \"ip\": \"10.1.2.3\", \"list\": [3, 1]}";
        Explanation explanation = explain(HEAD + "when { " + condition + " };", ErrorMode.CEDAR, context);
        List<Evaluated> policies = explanation.allowed() ? explanation.determining() : explanation.nearest();
        assertThat(findings(policies.get(0).clauses().get(0))).isEqualTo(expected);
    }

    @Test
    void shouldTellAllOfAnApplyingForbid() {
        Explanation explanation = explain("""
                permit(principal, action, resource);
                @id("limit") @reason("too much")
                forbid(principal in Group::"staff", action, resource)
                when { context has n && context.n > 1 }
                unless {
                    context.approved
                };
                """, ErrorMode.GUARD, "{\"n\": 7, \"approved\": false}");
        assertThat(explanation.allowed()).isFalse();
        assertThat(explanation.denyReason()).isEqualTo(DenyReason.FORBID);
        assertThat(explanation.nearest()).isEmpty();
        Evaluated limit = explanation.determining().get(0);
        assertThat(limit.policy().id()).isEqualTo("limit");
        assertThat(limit.policy().annotation("reason")).isEqualTo("too much");
        assertThat(limit.policy().template()).isNull();
        assertThat(limit.policy().source()).hasToString("p.cedar:2:1");
        assertThat(limit.clauses()).extracting(Clause::result).containsExactly(Result.TRUE, Result.TRUE);
        assertThat(limit.clauses()).extracting(Clause::unless).containsExactly(false, true);
        assertThat(limit.clauses().get(1).span()).hasToString("p.cedar:6:5");
        assertThat(findings(limit.clauses().get(1))).isEqualTo("context.approved FALSE");
        assertThat(limit.clauses().get(0).findings().get(1).readings().get(0).span())
                .hasToString("p.cedar:4:25");
    }

    @Test
    void shouldNameTheTemplate() {
        PolicySet parsed = PolicyParser.parse(
                List.of(new PolicySource("t", "@id(\"own\") permit(principal == ?principal, action, resource);")));
        Policy linked = parsed.templates().get(0).linked(new TemplateLink("own", "alice-own", ALICE, null));
        CompiledPolicies compiled = PolicyCompiler.compile(
                new PolicySet(List.of(linked), parsed.templates(), parsed.sources()),
                EntityStore.empty(),
                ErrorMode.GUARD);
        Explanation explanation = Explanations.agreeing(compiled, Requests.frame(compiled), "template");
        assertThat(explanation.determining().get(0).policy().id()).isEqualTo("alice-own");
        assertThat(explanation.determining().get(0).policy().template()).isEqualTo("own");
    }

    @Test
    void shouldTellWhatCouldNotBeEvaluated() {
        String policies = "@id(\"bad\") forbid(principal, action, resource) when { true } when { context.n == 1 };"
                + "@id(\"worse\") permit(principal, action, resource) when { context.m == 1 };";
        Explanation guard = explain(policies, ErrorMode.GUARD, "{}");
        assertThat(guard.denyReason()).isEqualTo(DenyReason.ERROR);
        assertThat(Explanations.ids(guard.determining())).containsExactly("bad");
        assertThat(Explanations.ids(guard.erroring())).containsExactly("bad");
        assertThat(guard.erroring().get(0).error().message()).isEqualTo("the attribute is absent: `context.n`");
        assertThat(guard.erroring().get(0).error().span()).hasToString("p.cedar:1:69");

        Explanation cedar = explain(policies, ErrorMode.CEDAR, "{}");
        assertThat(cedar.denyReason()).isEqualTo(DenyReason.DEFAULT);
        assertThat(Explanations.ids(cedar.erroring())).containsExactly("bad", "worse");
        assertThat(Explanations.ids(cedar.nearest())).containsExactly("worse");
    }

    @Test
    void shouldRankNearestPermits() {
        String policies = """
                @id("two clauses") permit(principal, action, resource) when { context.n > 1 } unless { context.n == 1 };
                @id("other action") permit(principal, action == Action::"edit", resource);
                @id("one clause") permit(principal, action, resource) when { true } when { context.n > 1 };
                @id("other principal, and a clause") permit(principal in Group::"none", action, resource) when { context.n > 1 };
                @id("other resource") permit(principal is User, action in [Action::"read"], resource is Doc in Folder::"x");
                @id("quite other") permit(principal == User::"bob", action == Action::"edit", resource);
                @id("an error") permit(principal, action, resource) when { context.absent };
                """;
        Explanation explanation = explain(policies, ErrorMode.GUARD, "{\"n\": 1}");
        assertThat(Explanations.ids(explanation.nearest()))
                .containsExactly("one clause", "an error", "two clauses", "other action", "other resource");
        assertThat(explanation.nearestLeftOut()).isEqualTo(1);
        assertThat(explanation.nearest().get(0).firstFailed().span()).hasToString("p.cedar:3:76");
        assertThat(explanation.nearest().get(3).misses())
                .containsExactly(new Miss(Var.ACTION, "action == Action::\"edit\"", "Action::\"view\""));
        assertThat(explanation.nearest().get(4).misses())
                .extracting(Miss::asked, Miss::found)
                .containsExactly(tuple("resource is Doc in Folder::\"x\"", "Doc::\"d1\""));

        CompiledPolicies compiled = Requests.compile(policies);
        RequestFrame frame = Requests.frame(compiled);
        frame.setLong(compiled.contextSlot("n"), 1);
        assertThat(Explanations.ids(compiled.explain(frame, 100).nearest()))
                .hasSize(6)
                .endsWith("other principal, and a clause");
        assertThat(compiled.explain(frame, 0).nearestLeftOut()).isEqualTo(6);
    }

    @Test
    void shouldCutLongValues() {
        String text = "é".repeat(Explanation.VALUE_LENGTH);
        Explanation explanation =
                explain(HEAD + "when { context.s == \"a\" };", ErrorMode.GUARD, "{\"s\": \"" + text + "\"}");
        assertThat(findings(explanation.nearest().get(0).clauses().get(0)))
                .endsWith("[context.s=\"" + text.substring(1) + "… (258 characters)]");
        String rare = "\ud83d\ude00".repeat(Explanation.VALUE_LENGTH - 2);
        explanation = explain(HEAD + "when { context.s == \"a\" };", ErrorMode.GUARD, "{\"s\": \"" + rare + "\"}");
        assertThat(findings(explanation.nearest().get(0).clauses().get(0))).endsWith("[context.s=\"" + rare + "\"]");
    }

    /** A frame is bound slot by slot for what policies read, and that must do for an explanation. */
    @Test
    void shouldExplainAFrameThatWasBoundSlotBySlot() {
        CompiledPolicies compiled = Requests.compile(
                HEAD
                        + "when { context.http == {host: \"a\", port: 443} && context.http.host != \"\" && context.http.port > 0 && context.input.to like \"*@acme.com\" && context has input.cc };");
        RequestFrame frame = Requests.frame(compiled);
        frame.setLong(compiled.contextSlot("http", "port"), 443);
        frame.setString(compiled.contextSlot("http", "host"), "https://a/", 8, 9);
        frame.bindJson(compiled.contextSlot("input"), "{\"to\": \"bob@acme.com\", \"unread\": [1.5]}");
        Explanation explanation = Explanations.agreeing(compiled, frame, "slots");
        assertThat(findings(explanation.nearest().get(0).clauses().get(0))).isEqualTo("context has input.cc FALSE");
        frame.setBool(compiled.contextSlot("input", "cc"), true);
        explanation = Explanations.agreeing(compiled, frame, "slots");
        assertThat(findings(explanation.determining().get(0).clauses().get(0)))
                .startsWith(
                        "context.http == {host: \"a\", port: 443} TRUE [context.http={\"host\": \"a\", \"port\": 443}];"
                                + " context.http.host != \"\" TRUE [context.http.host=\"a\"];"
                                + " context.http.port > 0 TRUE [context.http.port=443];"
                                + " context.input.to like \"*@acme.com\" TRUE [context.input.to=\"bob@acme.com\"];");
    }

    @ParameterizedTest
    @EnumSource(ErrorMode.class)
    void shouldAgreeWithDecideOnRandomPolicies(ErrorMode mode) {
        long seed = 20_261_121L;
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        int[] seen = new int[DenyReason.values().length];
        for (int round = 0; round < 400; round++) {
            String policies = IntStream.range(0, 1 + random.nextInt(40))
                    .mapToObj(i -> policy(random))
                    .collect(Collectors.joining("\n"));
            CompiledPolicies compiled = Requests.compile(policies, mode);
            RequestFrame frame = compiled.newFrame();
            for (int i = 0; i < 10; i++) {
                frame.reset();
                frame.principal(Requests.resolve(compiled, "User", random.nextBoolean() ? "alice" : "bob"));
                frame.action(Requests.resolve(compiled, "Action", random.nextBoolean() ? "view" : "edit"));
                frame.resource(Requests.resolve(compiled, "Doc", "d" + random.nextInt(3)));
                if (random.nextInt(4) > 0) {
                    frame.setLong(compiled.contextSlot("n"), random.nextInt(5));
                }
                frame.setString(compiled.contextSlot("s"), random.nextBoolean() ? "abc" : "xyz");
                Explanation explanation = Explanations.agreeing(compiled, frame, policies);
                seen[explanation.denyReason().ordinal()]++;
            }
        }
        for (DenyReason reason : DenyReason.values()) {
            assertThat(seen[reason.ordinal()] > 0)
                    .as(reason.toString())
                    .isEqualTo(reason != DenyReason.ERROR || mode == ErrorMode.GUARD);
        }
    }

    private static String policy(Random random) {
        StringBuilder out = new StringBuilder(random.nextInt(6) == 0 ? "forbid(" : "permit(");
        out.append(pick(
                random,
                "principal",
                "principal == User::\"alice\"",
                "principal in Group::\"all\"",
                "principal is Group"));
        out.append(", ");
        out.append(pick(random, "action", "action == Action::\"edit\"", "action in [Action::\"read\", Action::\"x\"]"));
        out.append(", ");
        out.append(pick(random, "resource", "resource == Doc::\"d1\"", "resource is Doc", "resource in Folder::\"f\""));
        out.append(')');
        for (int i = random.nextInt(4); i > 0; i--) {
            out.append(random.nextBoolean() ? " when { " : " unless { ")
                    .append(bool(random, 3))
                    .append(" }");
        }
        return out.append(';').toString();
    }

    private static String bool(Random random, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            int k = random.nextInt(5);
            return pick(
                    random,
                    "context.n > " + k,
                    "context.n == " + k,
                    "context has n && context.n < " + k,
                    "context.s like \"a*\"",
                    "principal.age > " + 10 * k,
                    "principal has boss.age",
                    "resource == Doc::\"d" + k + "\"",
                    "[1, 2, context.n].contains(" + k + ")",
                    "context.n + " + k + " > principal.age - 28",
                    "1 + 1 == " + k,
                    "context.s && true",
                    String.valueOf(random.nextBoolean()));
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            parts.add("(" + bool(random, depth - 1) + ")");
        }
        return switch (random.nextInt(4)) {
            case 0 -> String.join(" && ", parts);
            case 1 -> String.join(" || ", parts);
            case 2 -> "!" + parts.get(0);
            default -> "if " + parts.get(0) + " then " + parts.get(1) + " else " + parts.get(2);
        };
    }

    private static String pick(Random random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
