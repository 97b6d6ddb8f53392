package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.ast.Effect;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.DenyReason;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.Explanation;
import dev.remit.cedar.eval.Explanation.Clause;
import dev.remit.cedar.eval.Explanation.Evaluated;
import dev.remit.cedar.eval.Explanation.Finding;
import dev.remit.cedar.eval.Explanation.Result;
import dev.remit.cedar.eval.RequestFrame;
import java.util.List;
import java.util.stream.IntStream;

/** Holds an explanation to what {@code decide} says, and to itself. */
final class Explanations {
    private Explanations() {}

    /** Decides, explains, and compares. */
    static Explanation agreeing(CompiledPolicies compiled, RequestFrame frame, String name) {
        boolean allowed = compiled.decide(frame) == Decision.ALLOW;
        DenyReason reason = frame.denyReason();
        List<String> determining = Requests.determining(compiled, frame);
        List<String> erroring = Requests.erroring(compiled, frame);
        List<String> messages = IntStream.range(0, frame.errorCount())
                .mapToObj(frame::errorMessage)
                .toList();

        Explanation explanation = compiled.explain(frame);

        assertThat(explanation.allowed()).as(name).isEqualTo(allowed);
        assertThat(explanation.denyReason()).as(name).isEqualTo(reason);
        assertThat(ids(explanation.determining())).as(name).isEqualTo(determining);
        assertThat(ids(explanation.erroring())).as(name).isEqualTo(erroring);
        assertThat(explanation.erroring().stream().map(Explanations::message).toList())
                .as(name)
                .isEqualTo(messages);
        assertThat(Requests.determining(compiled, frame)).as("left as it was").isEqualTo(determining);
        consistent(compiled, explanation, name);
        return explanation;
    }

    static List<String> ids(List<Evaluated> policies) {
        return policies.stream().map(policy -> policy.policy().id()).toList();
    }

    private static String message(Evaluated policy) {
        var error = policy.error();
        return error.span() + ": policy `" + policy.policy().id() + "`: " + error.message();
    }

    private static void consistent(CompiledPolicies compiled, Explanation explanation, String name) {
        for (Evaluated policy : explanation.determining()) {
            assertThat(policy.misses()).as(name).isEmpty();
            boolean applies = policy.firstFailed() == null;
            assertThat(applies || (compiled.mode() == ErrorMode.GUARD && policy.error() != null))
                    .as(name)
                    .isTrue();
            assertThat(policy.policy().effect() == Effect.PERMIT).as(name).isEqualTo(explanation.allowed());
            justified(policy, name);
        }
        for (Evaluated policy : explanation.nearest()) {
            assertThat(policy.policy().effect()).isEqualTo(Effect.PERMIT);
            assertThat(policy.misses().size() + (policy.firstFailed() == null ? 0 : 1))
                    .as(name)
                    .isPositive();
            justified(policy, name);
        }
        if (explanation.denyReason() != DenyReason.DEFAULT) {
            assertThat(explanation.nearest()).as(name).isEmpty();
        }
    }

    /** Every clause has something that decided it, and an error where it has none. */
    private static void justified(Evaluated policy, String name) {
        for (Clause clause : policy.clauses()) {
            assertThat(clause.findings()).as(name).isNotEmpty();
            assertThat(clause.error() != null).as(name).isEqualTo(clause.result() == Result.ERROR);
            for (Finding finding : clause.findings()) {
                assertThat(finding.error() != null).as(name).isEqualTo(finding.result() == Result.ERROR);
            }
            if (clause.error() != null) {
                assertThat(clause.findings().get(clause.findings().size() - 1).error())
                        .as(name)
                        .isEqualTo(clause.error());
            }
        }
    }
}
