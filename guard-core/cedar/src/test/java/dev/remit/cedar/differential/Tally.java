package dev.remit.cedar.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.differential.Engine.Answer;
import java.util.List;

/** What was asked and answered, so that a generator that has gone dull is noticed. */
final class Tally {
    private final long start = System.nanoTime();
    private int cases;
    private int policies;
    private int refused;
    private int requests;
    private int allowed;
    private int denied;
    private int withReasons;
    private int withErrors;

    void add(Case test, List<Answer> answers) {
        cases++;
        policies += test.policies().parts().size();
        requests += test.requests().size();
        refused += answers.size() < test.requests().size() ? 1 : 0;
        for (Answer answer : answers) {
            allowed += answer.verdict().startsWith("allow") ? 1 : 0;
            denied += answer.verdict().startsWith("deny") ? 1 : 0;
            withReasons += answer.verdict().contains("[] errors") ? 0 : 1;
            withErrors += answer.verdict().endsWith("errors []") ? 0 : 1;
        }
    }

    int requests() {
        return requests;
    }

    void assertVariety() {
        assertThat(refused).as("cases refused").isLessThan(cases / 10);
        assertThat(allowed).as("allowed").isGreaterThan(requests / 10);
        assertThat(denied).as("denied").isGreaterThan(requests / 10);
        assertThat(withReasons).as("with determining policies").isGreaterThan(requests / 3);
        assertThat(withErrors).as("with errors").isBetween(requests / 20, requests * 3 / 4);
    }

    @Override
    public String toString() {
        return String.format(
                "cases=%d policies=%d refused=%d requests=%d allowed=%d denied=%d withReasons=%d withErrors=%d seconds=%d",
                cases,
                policies,
                refused,
                requests,
                allowed,
                denied,
                withReasons,
                withErrors,
                (System.nanoTime() - start) / 1_000_000_000);
    }
}
