package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many policies: none that applies is missed, and those that don't cost nothing. */
class PolicyIndexTest {
    private static final int MANY = 10_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permit(principal == User::\"u%d\", action == Action::\"view\", resource);",
                "permit(principal in Group::\"staff\", action == Action::\"a%d\", resource);",
                "permit(principal in Group::\"staff\", action == Action::\"view\", resource == Doc::\"r%d\");",
                "permit(principal is User, action in [Action::\"a%d\", Action::\"b%<d\"], resource);",
                "permit(principal is T%d, action, resource);",
                "forbid(principal in Group::\"g%d\", action, resource) when { context.zzz };",
                "permit(principal == User::\"alice\", action == Action::\"a%d\", resource);",
                "permit(principal in Group::\"staff\", action in [Action::\"read\", Action::\"a\"], resource == Doc::\"r%d\");",
            })
    void shouldCostTheSameWithManyPoliciesThatDoNotApply(String other) {
        String applying =
                "@id(\"it\") permit(principal == User::\"alice\", action == Action::\"view\", resource == Doc::\"d1\");";
        StringBuilder policies = new StringBuilder(applying);
        IntStream.range(0, MANY).forEach(i -> policies.append(other.formatted(i)));
        CompiledPolicies few = Requests.compile(applying);
        CompiledPolicies many = Requests.compile(policies.toString());
        RequestFrame fewFrame = Requests.frame(few);
        RequestFrame manyFrame = Requests.frame(many);
        assertThat(many.decide(manyFrame)).isEqualTo(Decision.ALLOW);
        assertThat(Requests.determining(many, manyFrame)).containsExactly("it");
        assertThat(manyFrame.errorCount()).isZero();
        long fewNs = Long.MAX_VALUE;
        long manyNs = Long.MAX_VALUE;
        for (int run = 0; run < 10; run++) {
            fewNs = Math.min(fewNs, nanos(few, fewFrame));
            manyNs = Math.min(manyNs, nanos(many, manyFrame));
        }
        // A scan over them would cost a thousand times as much.
        assertThat(manyNs).isLessThan(20 * fewNs);
    }

    /** No part of the head is rare: only together they are. */
    @Test
    void shouldFindTheOneInAGrid() {
        StringBuilder policies = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            policies.append("@id(\"")
                    .append(i)
                    .append("\") permit(principal in P::\"")
                    .append(i / 400);
            policies.append("\", action == Action::\"").append(i / 20 % 20);
            policies.append("\", resource in R::\"").append(i % 20).append("\");");
        }
        CompiledPolicies compiled = Requests.compile(policies.toString());
        for (int i = 0; i < MANY; i += 97) {
            RequestFrame frame =
                    ask(compiled, new String[] {"" + i / 400, "" + i / 20 % 20, "" + i % 20}, List.of(), Map.of());
            assertThat(Requests.determining(compiled, frame)).containsExactly("" + i);
        }
    }

    private static long nanos(CompiledPolicies compiled, RequestFrame frame) {
        long start = System.nanoTime();
        for (int i = 0; i < 5_000; i++) {
            compiled.decide(frame);
        }
        return System.nanoTime() - start;
    }

    @Test
    void shouldFindWhatAScanFinds() {
        long seed = 20_240_517L;
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            agrees(random, 1 + random.nextInt(30), 20, 0);
        }
    }

    @Test
    void shouldFindWhatAScanFindsAmongMany() {
        long seed = 20_261_121L;
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            agrees(random, 150 + random.nextInt(150), 40, 0.2);
        }
    }

    /** Each policy compiled alone against all of them together. */
    private static void agrees(Random random, int policies, int requests, double forEveryone) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < policies; i++) {
            String head = random.nextDouble() < forEveryone
                    ? "principal, action, resource"
                    : party(random, "principal", "P") + ", " + action(random) + ", " + party(random, "resource", "R");
            texts.add("@id(\"" + i + "\") " + (random.nextInt(3) == 0 ? "forbid(" : "permit(") + head + ")"
                    + conditions(random) + ";");
        }
        CompiledPolicies all = Requests.compile(String.join("\n", texts), ErrorMode.CEDAR);
        List<CompiledPolicies> alone = texts.stream()
                .map(text -> Requests.compile(text, ErrorMode.CEDAR))
                .toList();
        for (int i = 0; i < requests; i++) {
            String[] ids = {"" + random.nextInt(4), "" + random.nextInt(4), "" + random.nextInt(4)};
            List<EntityUid> groups = random.nextBoolean()
                    ? List.of(EntityUid.of("P", "g" + random.nextInt(3)), EntityUid.of("R", "g" + random.nextInt(3)))
                    : List.of();
            Map<String, Object> context = context(random);
            RequestFrame frame = ask(all, ids, groups, context);
            boolean forbidden = false;
            List<String> forbids = new ArrayList<>();
            List<String> permits = new ArrayList<>();
            List<String> errors = new ArrayList<>();
            for (int p = 0; p < texts.size(); p++) {
                boolean forbid = texts.get(p).contains("forbid(");
                RequestFrame oneFrame = ask(alone.get(p), ids, groups, context);
                if (oneFrame.errorCount() > 0) {
                    errors.add("" + p);
                } else if (oneFrame.determiningCount() > 0) {
                    (forbid ? forbids : permits).add("" + p);
                    forbidden |= forbid;
                }
            }
            assertThat(Requests.determining(all, frame))
                    .as(context.toString() + texts)
                    .isEqualTo(forbidden ? forbids : permits);
            assertThat(Requests.erroring(all, frame))
                    .as(context.toString() + texts)
                    .isEqualTo(errors);
        }
    }

    private static RequestFrame ask(
            CompiledPolicies compiled, String[] ids, List<EntityUid> groups, Map<String, Object> context) {
        RequestFrame frame = compiled.newFrame();
        frame.principal(compiled.resolve(EntityUid.of("P", ids[0]), groups, Map.of()));
        frame.action(compiled.resolve(
                EntityUid.of("Action", ids[1]), List.of(EntityUid.of("Action", "g" + ids[1])), Map.of()));
        frame.resource(compiled.resolve(EntityUid.of("R", ids[2]), groups, Map.of()));
        frame.bindMap(compiled.contextSlot(), context);
        compiled.decide(frame);
        return frame;
    }

    /** Values of every kind for what conditions compare with constants. */
    private static Map<String, Object> context(Random random) {
        Object[] values = {
            0,
            2,
            3,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            "",
            "a",
            "abc",
            "abd",
            "abcdefghi",
            "abcdefghX",
            "\u0161bc",
            "abc\u0000",
            true,
            1.5,
            "\ud800",
            List.of(1)
        };
        Map<String, Object> context = new HashMap<>();
        for (String name : List.of("n", "s")) {
            int chosen = random.nextInt(values.length + 2);
            if (chosen < values.length) {
                context.put(name, values[chosen]);
            }
        }
        if (random.nextInt(3) > 0) {
            context.put("n", random.nextInt(4));
        }
        if (random.nextInt(3) > 0) {
            context.put("s", values[5 + random.nextInt(8)]);
        }
        return context;
    }

    private static String conditions(Random random) {
        String[] terms = {
            "context.n > 0",
            "context.n >= 2",
            "2 > context.n",
            "3 <= context.n",
            "context.n < -9223372036854775808",
            "context.n > 9223372036854775807",
            "context.n <= 9223372036854775807",
            "context.n == 2",
            "2 != context.n",
            "context.s == \"abc\"",
            "context.s != \"abc\"",
            "\"abcdefghi\" == context.s",
            "context.s == \"\u0161bc\"",
            "context.s == \"\"",
            "context.s like \"ab*\"",
            "context.s like \"*c\"",
            "context.s like \"abcdefgh*\"",
            "context.s like \"abc\"",
            "context has n",
            "context.n + 1 > 2",
        };
        if (random.nextInt(3) == 0) {
            return "";
        }
        StringBuilder condition = new StringBuilder(random.nextInt(4) == 0 ? " unless { " : " when { ");
        for (int i = random.nextInt(3); i > 0; i--) {
            condition.append(terms[random.nextInt(terms.length)]).append(" && ");
        }
        return condition
                .append(terms[random.nextInt(terms.length)])
                .append(" }")
                .toString();
    }

    private static String party(Random random, String name, String type) {
        String id = "\"" + random.nextInt(4) + "\"";
        String group = type + "::\"g" + random.nextInt(3) + "\"";
        return switch (random.nextInt(6)) {
            case 0 -> name + " == " + type + "::" + id;
            case 1 -> name + " in " + group;
            case 2 -> name + " is " + (random.nextBoolean() ? type : "Other");
            case 3 -> name + " is " + type + " in " + group;
            case 4 -> name + " in " + type + "::" + id;
            default -> name;
        };
    }

    private static String action(Random random) {
        String id = "Action::\"" + random.nextInt(4) + "\"";
        return switch (random.nextInt(5)) {
            case 0 -> "action == " + id;
            case 1 -> "action in Action::\"g" + random.nextInt(4) + "\"";
            case 2 -> "action in [" + id + ", Action::\"g" + random.nextInt(4) + "\", Action::\"1\"]";
            case 3 -> "action in []";
            default -> "action";
        };
    }
}
