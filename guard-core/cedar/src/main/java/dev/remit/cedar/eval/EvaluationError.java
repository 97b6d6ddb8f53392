package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Span;

/**
 * Why an expression has no value. Immutable.
 *
 * @param span the expression that failed, in the policy's text
 * @param code what went wrong
 */
public record EvaluationError(Span span, ErrorCode code) {

    /** Cause and expression, as one line without the place. */
    public String message() {
        return code.meaning() + ": `" + Explanation.cut(span.oneLine()) + "`";
    }
}
