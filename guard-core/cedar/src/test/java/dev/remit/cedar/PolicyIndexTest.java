package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import java.util.ArrayList;
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
            agrees(random);
        }
    }

    /** Each policy compiled alone against all of them together. */
    private static void agrees(Random random) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(30); i++) {
            texts.add("@id(\"" + i + "\") " + (random.nextInt(3) == 0 ? "forbid(" : "permit(")
                    + party(random, "principal", "P") + ", " + action(random) + ", " + party(random, "resource", "R")
                    + ")" + (random.nextInt(4) == 0 ? " when { context.n > 0 }" : "") + ";");
        }
        CompiledPolicies all = Requests.compile(String.join("\n", texts), ErrorMode.CEDAR);
        List<CompiledPolicies> alone = texts.stream()
                .map(text -> Requests.compile(text, ErrorMode.CEDAR))
                .toList();
        for (int i = 0; i < 20; i++) {
            String[] ids = {"" + random.nextInt(4), "" + random.nextInt(4), "" + random.nextInt(4)};
            List<EntityUid> groups = random.nextBoolean()
                    ? List.of(EntityUid.of("P", "g" + random.nextInt(3)), EntityUid.of("R", "g" + random.nextInt(3)))
                    : List.of();
            RequestFrame frame = ask(all, ids, groups);
            boolean forbidden = false;
            List<String> forbids = new ArrayList<>();
            List<String> permits = new ArrayList<>();
            List<String> errors = new ArrayList<>();
            for (int p = 0; p < texts.size(); p++) {
                boolean forbid = texts.get(p).contains("forbid(");
                RequestFrame oneFrame = ask(alone.get(p), ids, groups);
                if (oneFrame.errorCount() > 0) {
                    errors.add("" + p);
                } else if (oneFrame.determiningCount() > 0) {
                    (forbid ? forbids : permits).add("" + p);
                    forbidden |= forbid;
                }
            }
            assertThat(Requests.determining(all, frame)).as(texts.toString()).isEqualTo(forbidden ? forbids : permits);
            assertThat(Requests.erroring(all, frame)).as(texts.toString()).isEqualTo(errors);
        }
    }

    private static RequestFrame ask(CompiledPolicies compiled, String[] ids, List<EntityUid> groups) {
        RequestFrame frame = compiled.newFrame();
        frame.principal(compiled.resolve(EntityUid.of("P", ids[0]), groups, Map.of()));
        frame.action(compiled.resolve(
                EntityUid.of("Action", ids[1]), List.of(EntityUid.of("Action", "g" + ids[1])), Map.of()));
        frame.resource(compiled.resolve(EntityUid.of("R", ids[2]), groups, Map.of()));
        compiled.decide(frame);
        return frame;
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
