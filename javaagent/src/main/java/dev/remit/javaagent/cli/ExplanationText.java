package dev.remit.javaagent.cli;

import dev.remit.cedar.eval.DenyReason;
import dev.remit.cedar.eval.EvaluationError;
import dev.remit.cedar.eval.Explanation;
import dev.remit.cedar.eval.Explanation.Clause;
import dev.remit.cedar.eval.Explanation.Evaluated;
import dev.remit.cedar.eval.Explanation.Finding;
import dev.remit.cedar.eval.Explanation.Miss;
import dev.remit.cedar.eval.Explanation.Reading;
import dev.remit.cedar.eval.Explanation.Result;
import dev.remit.engine.audit.read.PlainText;
import dev.remit.engine.policy.explain.ExplainedCall;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An explanation to be read by people. Its form may change; programs read {@link ExplanationJson}. For one use. */
final class ExplanationText {
    private static final String GREEN = "\u001B[32m";
    private static final String RED = "\u001B[31m";
    private static final String YELLOW = "\u001B[33m";
    private static final String BOLD = "\u001B[1m";
    private static final String RESET = "\u001B[0m";

    /** Parts of a clause that are shown: of a long list of alternatives all failed, and the first few show how. */
    private static final int FINDINGS = 8;

    private final boolean colour;
    private final StringBuilder out = new StringBuilder(2048);

    private ExplanationText(boolean colour) {
        this.colour = colour;
    }

    /**
     * The explanation as lines.
     *
     * @param recorded the record's line; null where the request is not from a journal
     */
    static String of(ExplainedCall call, @Nullable String recorded, boolean colour) {
        ExplanationText text = new ExplanationText(colour);
        text.verdict(call);
        text.parties(call, recorded);
        Explanation explanation = call.explanation();
        if (explanation != null) {
            text.policies(explanation);
        }
        for (String note : call.notes()) {
            text.out
                    .append('\n')
                    .append(text.in(YELLOW, "Note: "))
                    .append(PlainText.of(note))
                    .append('\n');
        }
        return text.out.toString();
    }

    private void verdict(ExplainedCall call) {
        out.append(call.allowed() ? in(GREEN, "ALLOW") : in(RED, "DENY")).append("  ");
        Explanation explanation = call.explanation();
        if (explanation == null) {
            out.append("before any policy was asked: ").append(PlainText.of(String.valueOf(call.problem())));
        } else {
            out.append(
                    switch (explanation.denyReason()) {
                        case NONE -> "permitted by " + ids(explanation.determining());
                        case FORBID -> "forbidden by " + ids(explanation.determining());
                        case ERROR -> "could not be evaluated: " + ids(explanation.determining());
                        case DEFAULT -> "no permit applies";
                    });
        }
        out.append('\n');
    }

    private static String ids(List<Evaluated> policies) {
        return PlainText.of(String.join(
                ", ", policies.stream().map(policy -> policy.policy().id()).toList()));
    }

    private void parties(ExplainedCall call, @Nullable String recorded) {
        out.append("\n  principal  ").append(PlainText.of(call.principal().toString()));
        out.append("\n  action     ").append(PlainText.of(call.action().toString()));
        out.append("\n  resource   ").append(PlainText.of(call.resource().toString()));
        if (recorded != null) {
            out.append("\n  recorded   ").append(recorded.strip());
        }
        out.append('\n');
    }

    private void policies(Explanation explanation) {
        if (!explanation.determining().isEmpty()) {
            heading(
                    explanation.allowed()
                            ? "Permitted by"
                            : explanation.denyReason() == DenyReason.FORBID
                                    ? "Forbidden by"
                                    : "Refused, because a forbid could not be evaluated (mode guard)");
            for (Evaluated policy : explanation.determining()) {
                policy(policy, "");
                for (Clause clause : policy.clauses()) {
                    clause(clause);
                }
            }
        }
        List<Evaluated> leftOut = explanation.erroring().stream()
                .filter(policy -> !explanation.determining().contains(policy))
                .toList();
        if (!leftOut.isEmpty()) {
            heading("Left out, because they could not be evaluated");
            for (Evaluated policy : leftOut) {
                error(policy);
            }
        }
        if (explanation.denyReason() == DenyReason.DEFAULT) {
            nearest(explanation);
        }
    }

    private void nearest(Explanation explanation) {
        if (explanation.nearest().isEmpty() && explanation.nearestLeftOut() == 0) {
            heading("No permit comes near: none asks for this principal, action and resource, or for two of them");
            return;
        }
        heading("The nearest permits, and what failed in each");
        int number = 1;
        for (Evaluated policy : explanation.nearest()) {
            policy(policy, number++ + ". ");
            for (Miss miss : policy.misses()) {
                out.append("    ").append(in(RED, PlainText.of(miss.asked()))).append('\n');
                out.append("      the ").append(miss.part()).append(" is ").append(PlainText.of(miss.found()));
                out.append('\n');
            }
            for (Clause clause : policy.clauses()) {
                if (clause.result() != Result.TRUE) {
                    clause(clause);
                }
            }
        }
        int more = explanation.nearestLeftOut();
        if (more > 0) {
            out.append("\n  ").append(more).append(more == 1 ? " more permit comes" : " more permits come");
            out.append(" near; see --nearest\n");
        }
    }

    private void heading(String text) {
        out.append('\n').append(in(BOLD, text)).append('\n');
    }

    private void policy(Evaluated policy, String number) {
        out.append("\n  ")
                .append(number)
                .append(in(BOLD, PlainText.of(policy.policy().id())));
        String template = policy.policy().template();
        if (template != null) {
            out.append(", linked from template ").append(PlainText.of(template));
        }
        out.append("  ")
                .append(PlainText.of(policy.policy().source().toString()))
                .append('\n');
        for (Map.Entry<String, String> annotation :
                policy.policy().annotations().entrySet()) {
            if (!annotation.getKey().equals("id")) {
                out.append("    @").append(annotation.getKey());
                out.append(annotation.getValue().isEmpty() ? "" : "  " + PlainText.of(annotation.getValue()));
                out.append('\n');
            }
        }
    }

    private void error(Evaluated policy) {
        EvaluationError error = policy.error();
        out.append("\n  ").append(in(BOLD, PlainText.of(policy.policy().id())));
        if (error != null) {
            out.append("  ").append(PlainText.of(error.span() + ": " + error.message()));
        }
        out.append('\n');
    }

    private void clause(Clause clause) {
        boolean body = clause.unless() != (clause.result() == Result.TRUE);
        String result = clause.result() == Result.ERROR ? "can't be evaluated" : "is " + body;
        out.append("    ").append(clause.unless() ? "unless " : "when ");
        out.append(in(clause.result() == Result.TRUE ? GREEN : RED, result));
        out.append("  ").append(PlainText.of(clause.span().toString())).append('\n');
        Excerpt excerpt = new Excerpt(out, "   ");
        for (Finding finding : clause.findings()
                .subList(0, Math.min(FINDINGS, clause.findings().size()))) {
            finding(finding, excerpt);
        }
        if (clause.findings().size() > FINDINGS) {
            out.append("      and ").append(clause.findings().size() - FINDINGS).append(" more\n");
        }
    }

    private void finding(Finding finding, Excerpt excerpt) {
        EvaluationError error = finding.error();
        excerpt.show(
                finding.span(),
                error == null
                        ? finding.result().name().toLowerCase(Locale.ROOT)
                        : in(YELLOW, PlainText.of(error.message())));
        for (Reading reading : finding.readings()) {
            excerpt.under(PlainText.of(reading.span().oneLine()) + " = " + PlainText.of(reading.value()));
        }
    }

    private String in(String start, String text) {
        return colour ? start + text + RESET : text;
    }
}
