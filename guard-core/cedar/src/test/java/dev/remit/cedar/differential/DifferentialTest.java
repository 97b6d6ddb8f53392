package dev.remit.cedar.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.differential.Engine.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
        compare(REQUESTS, tally, remit::answers, cedarJava::answers);
        tally.assertVariety();
    }

    @Test
    void shouldAgreeOnPoliciesThatCedarJavaWroteAsJson() {
        compare(
                REQUESTS / 10,
                new Tally(),
                test -> remit.answers(test, cedarJava.policiesJson(test)),
                cedarJava::answers);
    }

    @Test
    void shouldAgreeOnPoliciesThatWeWroteAsJson() {
        compare(REQUESTS / 10, new Tally(), remit::answers, test -> cedarJava.answers(test, remit.policiesJson(test)));
    }

    /** Where they once differed, as a mismatch is printed. */
    @Test
    void shouldAgreeOnShrunkCases() {
        assertAgreement(
                "",
                "permit(principal, action, resource) when { \"axb\" like \"a\\x2ab\" && context.s like \"a\\u{2_a}\" };",
                "",
                "[]",
                "[]",
                "{\"type\": \"A\", \"id\": \"\"}",
                "{\"type\": \"A\", \"id\": \"\"}",
                "{\"type\": \"A\", \"id\": \"\"}",
                "{\"s\": \"ab\"}");
    }

    private void assertAgreement(
            String schema,
            String policies,
            String templates,
            String links,
            String entities,
            String principal,
            String action,
            String resource,
            String context) {
        Case test = new Case(
                Term.leaf(schema),
                Term.leaf(policies),
                Term.list("", "", "", templates.isEmpty() ? List.of() : List.of(Term.leaf(templates))),
                Term.leaf(links),
                Term.leaf(entities),
                List.of(new Case.Request(
                        Term.leaf(principal), Term.leaf(action), Term.leaf(resource), Term.leaf(context))));
        assertThat(Mismatch.between(remit.answers(test), cedarJava.answers(test)))
                .isNull();
    }

    private static void compare(
            int requests, Tally tally, Function<Case, List<Answer>> ours, Function<Case, List<Answer>> theirs) {
        List<String> mismatches = new ArrayList<>();
        for (long seed = SEED; tally.requests() < requests && mismatches.size() < MISMATCHES; seed++) {
            Case test = CaseGenerator.generate(seed);
            List<Answer> expected = theirs.apply(test);
            tally.add(test, expected);
            String kind = Mismatch.between(ours.apply(test), expected);
            if (kind != null) {
                Case small = Shrinker.shrink(test, candidate -> {
                    List<Answer> actual = ours.apply(candidate);
                    // What is no longer a text at all need not be asked any further.
                    return Mismatch.canBe(kind, actual)
                            && kind.equals(Mismatch.between(actual, theirs.apply(candidate)));
                });
                mismatches.add("\nseed=" + seed + ", once more by -Dremit.seed=" + seed + " -Dremit.requests=1\n"
                        + small.root() + "\nremit:      " + ours.apply(small) + "\ncedar-java: " + theirs.apply(small)
                        + "\nas a test:\n" + small.asTest());
                System.out.println(mismatches.get(mismatches.size() - 1));
            }
        }
        System.out.println(tally);
        assertThat(mismatches).as("mismatches").isEmpty();
    }
}
