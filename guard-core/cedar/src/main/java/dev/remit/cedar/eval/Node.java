package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled expression. Stateless: what it needs it finds in the frame, so one tree serves all threads.
 */
public abstract class Node {
    static final int FALSE = 0;
    static final int TRUE = 1;
    static final int ERROR = -1;

    private final Expr at;

    Node(Expr at) {
        this.at = at;
    }

    /** The expression it was compiled from. */
    Expr at() {
        return at;
    }

    /** The value: a constant, one bound to the frame, or one of the frame's arena. Null after {@link RequestFrame#fail}. */
    abstract @Nullable Value eval(RequestFrame frame);

    /** The value where a Bool is needed: {@link #TRUE}, {@link #FALSE}, or {@link #ERROR} after a failure. */
    int test(RequestFrame frame) {
        Value value = eval(frame);
        if (value == BoolValue.TRUE) {
            return TRUE;
        }
        if (value == BoolValue.FALSE) {
            return FALSE;
        }
        return value == null ? ERROR : frame.failTest(ErrorCode.TYPE, this);
    }

    /**
     * Adds what must hold for this to be true. Out of bounds, it is false and no error.
     *
     * @return whether it can't be an error where the slots hold what the bounds say
     */
    boolean addBounds(List<SlotBound> bounds) {
        return false;
    }

    /** The value when it is known without a request, else null. */
    @Nullable
    Value constant() {
        return null;
    }

    /** A node whose value is a Bool. */
    abstract static class Test extends Node {
        Test(Expr at) {
            super(at);
        }

        @Override
        abstract int test(RequestFrame frame);

        @Override
        final @Nullable Value eval(RequestFrame frame) {
            return switch (test(frame)) {
                case TRUE -> BoolValue.TRUE;
                case FALSE -> BoolValue.FALSE;
                default -> null;
            };
        }
    }
}
