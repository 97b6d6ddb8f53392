package dev.remit.cedar.ast;

/** Operators between two expressions; {@code >} and the like stay what they are, so that a policy prints as written. */
public enum BinaryOp {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    IN("in"),
    PLUS("+"),
    MINUS("-"),
    TIMES("*");

    private final String symbol;

    BinaryOp(String symbol) {
        this.symbol = symbol;
    }

    /** As policies write it. */
    public String symbol() {
        return symbol;
    }
}
