package dev.remit.cedar.ast;

/**
 * A {@code when} or {@code unless} clause. Immutable.
 *
 * @param unless whether the body must be false
 * @param body what is asked
 */
public record Condition(boolean unless, Expr body) {}
