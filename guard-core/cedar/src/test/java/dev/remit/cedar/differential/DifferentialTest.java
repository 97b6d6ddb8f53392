package dev.remit.cedar.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.differential.Engine.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Decision, determining policies and errors are the same as cedar-java's, for whatever a seed makes.
 *
 * <p>{@code -Dremit.requests=N} asks that many requests at least, {@code -Dremit.seed=N} begins with another case: case number <i>i</i> has the
 * seed <i>N + i</i>, so that the seed of a mismatch makes it the first. The Maven profile {@code differential} asks a million.
 */
class DifferentialTest {
    private static final long SEED = Long.getLong("remit.seed", 20_260_101L);
    private static final int REQUESTS = Integer.getInteger("remit.requests", 20_000);
    private static final int MISMATCHES = 3;

    private final Engine remit = new Remit();
    private final Engine cedarJava = new CedarJava();

    @Test
    void shouldAgreeWithCedarJava() {
        System.out.printf("seed=%d requests=%d%n", SEED, REQUESTS);
        Tally tally = new Tally();
        List<String> mismatches = new ArrayList<>();
        for (long seed = SEED; tally.requests() < REQUESTS && mismatches.size() < MISMATCHES; seed++) {
            Case test = CaseGenerator.generate(seed);
            List<Answer> expected = cedarJava.answers(test);
            tally.add(test, expected);
            if (mismatch(remit.answers(test), expected) != null) {
                mismatches.add(report(seed, test));
            }
        }
        System.out.println(tally);
        assertThat(mismatches).as("mismatches").isEmpty();
        tally.assertVariety();
    }

    private String report(long seed, Case test) {
        String kind = mismatch(remit.answers(test), cedarJava.answers(test));
        Case small = Shrinker.shrink(
                test, candidate -> kind.equals(mismatch(remit.answers(candidate), cedarJava.answers(candidate))));
        String text = "\nseed=" + seed + ", once more by -Dremit.seed=" + seed + " -Dremit.requests=1\n" + small.root()
                + "\nremit:      " + remit.answers(small) + "\ncedar-java: " + cedarJava.answers(small)
                + "\nas a test:\n" + small.asTest();
        System.out.println(text);
        return text;
    }

    /** What kind of difference there is, or null. */
    private static String mismatch(List<Answer> actual, List<Answer> expected) {
        if (actual.size() != expected.size()) {
            return word(actual.get(0)) + " or " + word(expected.get(0));
        }
        for (int i = 0; i < actual.size(); i++) {
            if (!actual.get(i).agrees(expected.get(i))) {
                return word(actual.get(i)) + " or " + word(expected.get(i));
            }
        }
        return null;
    }

    private static String word(Answer answer) {
        return answer.verdict().replaceAll("[^a-z ].*", "");
    }
}
