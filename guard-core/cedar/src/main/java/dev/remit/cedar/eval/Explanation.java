package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Span;
import dev.remit.cedar.ast.Var;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is allowed or denied. Immutable; shares nothing with the frame it was made from. It holds values of the request: who shows it decides
 * what of it may be seen.
 *
 * @param allowed the verdict
 * @param denyReason why it is a deny; {@link DenyReason#NONE} where it is none
 * @param determining the policies that made the verdict, in their order
 * @param erroring the policies that could not be evaluated, in their order; one may be among the determining ones, too
 * @param nearest of a deny by default: the permits that came nearest, nearest first
 * @param nearestLeftOut how many permits came near beyond those
 */
public record Explanation(
        boolean allowed,
        DenyReason denyReason,
        List<Evaluated> determining,
        List<Evaluated> erroring,
        List<Evaluated> nearest,
        int nearestLeftOut) {

    /** Permits that came near and are listed, unless more are asked for. */
    public static final int NEAREST = 5;

    /** Length of a value's text, in code points; a longer one is cut and says how long it is. */
    public static final int VALUE_LENGTH = 256;

    public Explanation {
        determining = List.copyOf(determining);
        erroring = List.copyOf(erroring);
        nearest = List.copyOf(nearest);
    }

    /**
     * What one policy made of the request.
     *
     * @param policy the policy
     * @param misses what its head asks for and the request is not; where it has any, the policy does not apply
     * @param clauses all its clauses in their order, each evaluated whatever those before it gave
     */
    public record Evaluated(CompiledPolicy policy, List<Miss> misses, List<Clause> clauses) {

        public Evaluated {
            misses = List.copyOf(misses);
            clauses = List.copyOf(clauses);
        }

        /** The first clause that does not hold: the one that decided that the policy does not apply; null where all hold. */
        public @Nullable Clause firstFailed() {
            for (Clause clause : clauses) {
                if (clause.result() != Result.TRUE) {
                    return clause;
                }
            }
            return null;
        }

        /** Why the policy could not be evaluated; null where it could. */
        public @Nullable EvaluationError error() {
            Clause failed = misses.isEmpty() ? firstFailed() : null;
            return failed == null ? null : failed.error();
        }
    }

    /**
     * A part of a policy's head that the request does not match.
     *
     * @param part principal, action or resource
     * @param asked the part as policies write it
     * @param found the request's entity
     */
    public record Miss(Var part, String asked, String found) {}

    /**
     * A clause and what decided it.
     *
     * @param unless whether its body must be false
     * @param span its body, in the policy's text
     * @param result {@link Result#TRUE} where the clause lets its policy apply
     * @param findings the parts of the body that decided it
     * @param error why the body has no value; null where it has
     */
    public record Clause(
            boolean unless,
            Span span,
            Result result,
            List<Finding> findings,
            @Nullable EvaluationError error) {

        public Clause {
            findings = List.copyOf(findings);
        }
    }

    /**
     * A part of a clause that decided its result: a comparison or the like.
     *
     * @param span the part, in the policy's text
     * @param result what it gave
     * @param readings the values it worked on; literals are left out
     * @param error why it has no value; null where it has
     */
    public record Finding(
            Span span,
            Result result,
            List<Reading> readings,
            @Nullable EvaluationError error) {

        public Finding {
            readings = List.copyOf(readings);
        }
    }

    /**
     * A value that was read or computed.
     *
     * @param span the expression, in the policy's text
     * @param value as Cedar writes it, at most {@link #VALUE_LENGTH} code points of it
     */
    public record Reading(Span span, String value) {}

    /** What an expression is where a Bool is needed, or a clause. */
    public enum Result {
        TRUE,
        FALSE,
        ERROR
    }

    /** A text cut to {@link #VALUE_LENGTH}. */
    static String cut(String text) {
        if (text.length() <= VALUE_LENGTH) {
            return text;
        }
        int length = text.codePointCount(0, text.length());
        return length <= VALUE_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, VALUE_LENGTH)) + "… (" + length + " characters)";
    }
}
