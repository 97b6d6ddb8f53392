package dev.remit.cedar.check;

import dev.remit.cedar.ast.Span;

/**
 * Something to be said about a policy. Immutable.
 *
 * @param severity whether the policy may be used nevertheless
 * @param policy the policy's id
 * @param span the part of it that is meant
 * @param message what is wrong
 * @param help what would be right; empty where nothing can be said
 */
public record Finding(Severity severity, String policy, Span span, String message, String help) {

    /** How bad it is. */
    public enum Severity {
        /** The policy does not fit the schema. */
        ERROR,
        /** The policy can be used, but hardly means what it says. */
        WARNING
    }

    /** {@code file:line:column: error: message}, what would be right, the line and a caret under the place. */
    public String render() {
        return span + ": " + (severity == Severity.ERROR ? "error: " : "warning: ") + message
                + (help.isEmpty() ? "" : "; " + help) + '\n' + span.source().excerpt(span.start());
    }
}
