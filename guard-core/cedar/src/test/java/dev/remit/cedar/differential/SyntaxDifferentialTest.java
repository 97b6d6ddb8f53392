package dev.remit.cedar.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.differential.Engine.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * What cedar-java refuses to read is refused, and what it reads is read: policies, entities and contexts with a word changed.
 *
 * <p>On purpose we refuse what Cedar silently takes for something else: an entity with an unknown key, and an object that has a key {@code __entity},
 * {@code __extn} or {@code __expr} but not the shape of such an escape, which to Cedar is a record.
 *
 * <p>{@code -Dremit.seed} and {@code -Dremit.requests} as in {@link DifferentialTest}.
 */
class SyntaxDifferentialTest {
    private static final long SEED = Long.getLong("remit.seed", 20_260_101L);
    private static final int TEXTS = Integer.getInteger("remit.requests", 20_000);
    private static final int MISMATCHES = 20;

    private final Engine remit = new Remit();
    private final Engine cedarJava = new CedarJava();

    @Test
    void shouldReadTheSamePolicies() {
        compare(Engine::policies, (test, dice) -> dice.pick(test.policies().parts()), Mutation.POLICY_WORDS);
    }

    @Test
    void shouldReadTheSameEntities() {
        compare(
                Engine::entities,
                (test, dice) ->
                        Term.list("[", ", ", "]", dice.some(test.entities().parts(), 1, 2)),
                Mutation.JSON_WORDS);
    }

    @Test
    void shouldReadTheSameContexts() {
        compare(Engine::context, (test, dice) -> dice.pick(test.requests()).context(), Mutation.JSON_WORDS);
    }

    private void compare(
            BiFunction<Engine, String, Answer> read, BiFunction<Case, Dice, Term> part, List<String> words) {
        System.out.printf("seed=%d texts=%d%n", SEED, TEXTS);
        List<String> mismatches = new ArrayList<>();
        int accepted = 0;
        int stricter = 0;
        int count = 0;
        for (long seed = SEED; count < TEXTS && mismatches.size() < MISMATCHES; seed++) {
            Case test = CaseGenerator.generate(seed);
            Dice dice = new Dice(seed);
            for (int i = 0; i < 10; i++, count++) {
                Term broken = Mutation.of(part.apply(test, dice).toString(), words, dice);
                Answer expected = read.apply(cedarJava, broken.toString());
                accepted += expected.isAccepted() ? 1 : 0;
                Answer actual = read.apply(remit, broken.toString());
                if (actual.agrees(expected)) {
                    continue;
                }
                String small = Shrinker.shrink(
                                broken,
                                candidate -> read.apply(cedarJava, candidate.toString())
                                                .agrees(expected)
                                        && read.apply(remit, candidate.toString())
                                                .agrees(actual))
                        .toString();
                if (expected.isAccepted() && isRefusedOnPurpose(small, read.apply(remit, small))) {
                    stricter++;
                } else {
                    mismatches.add("\nseed=" + seed + "\n" + small + "\nremit:      " + read.apply(remit, small)
                            + "\ncedar-java: " + read.apply(cedarJava, small));
                    System.out.println(mismatches.get(mismatches.size() - 1));
                }
            }
        }
        System.out.printf("texts=%d accepted=%d refusedOnPurpose=%d%n", count, accepted, stricter);
        assertThat(mismatches).as("mismatches").isEmpty();
        assertThat(accepted).isBetween(TEXTS / 20, TEXTS - TEXTS / 20);
    }

    private static boolean isRefusedOnPurpose(String small, Answer answer) {
        return answer.detail().contains("unknown key") || small.matches("(?s).*\"__(entity|extn|expr)\".*");
    }
}
