package dev.remit.cedar.ast;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    private static final Map<String, BinaryOp> BY_SYMBOL = new HashMap<>();

    static {
        for (BinaryOp op : values()) {
            BY_SYMBOL.put(op.symbol, op);
        }
    }

    private final String symbol;

    BinaryOp(String symbol) {
        this.symbol = symbol;
    }

    /** The operator of that symbol, or null. */
    public static @Nullable BinaryOp of(String symbol) {
        return BY_SYMBOL.get(symbol);
    }

    /** Whether it compares or asks for membership; two of these need parentheses between them. */
    public boolean isRelation() {
        return compareTo(IN) <= 0;
    }

    /** As policies write it. */
    public String symbol() {
        return symbol;
    }
}
