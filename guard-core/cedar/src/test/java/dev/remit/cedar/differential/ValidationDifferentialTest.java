package dev.remit.cedar.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.differential.Engine.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * Schemas, in either form, mean the same as to cedar-java: the same policies fit them, the same entities and the same requests.
 *
 * <p>{@code -Dremit.seed} and {@code -Dremit.requests} as in {@link DifferentialTest}; there is a case for each twenty requests.
 */
class ValidationDifferentialTest {
    private static final long SEED = Long.getLong("remit.seed", 20_260_101L);
    private static final int CASES = Integer.getInteger("remit.requests", 20_000) / 20;
    private static final int MISMATCHES = 10;

    private final Engine remit = new Remit();
    private final Engine cedarJava = new CedarJava();

    @Test
    void shouldValidateTheSamePolicies() {
        compare((engine, test) -> List.of(engine.validation(test)));
    }

    @Test
    void shouldHoldEntitiesAndRequestsAgainstTheSchemaAlike() {
        compare(Engine::typedAnswers);
    }

    private void compare(BiFunction<Engine, Case, List<Answer>> ask) {
        System.out.printf("seed=%d cases=%d%n", SEED, CASES);
        List<String> mismatches = new ArrayList<>();
        for (long seed = SEED; seed < SEED + CASES && mismatches.size() < MISMATCHES; seed++) {
            Case test = CaseGenerator.generate(seed);
            List<Answer> expected = ask.apply(cedarJava, test);
            String kind = Mismatch.between(ask.apply(remit, test), expected);
            if (kind != null) {
                Case small = Shrinker.shrink(test, candidate -> {
                    List<Answer> actual = ask.apply(remit, candidate);
                    return Mismatch.canBe(kind, actual)
                            && kind.equals(Mismatch.between(actual, ask.apply(cedarJava, candidate)));
                });
                mismatches.add("\nseed=" + seed + "\n" + small.root() + "\nremit:      " + ask.apply(remit, small)
                        + "\ncedar-java: " + ask.apply(cedarJava, small));
                System.out.println(mismatches.get(mismatches.size() - 1));
            }
        }
        assertThat(mismatches).as("mismatches").isEmpty();
    }
}
