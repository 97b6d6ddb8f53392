package dev.remit.cedar.eval;

import dev.remit.cedar.ast.BinaryOp;
import dev.remit.cedar.ast.Expr;
import org.jspecify.annotations.Nullable;

/** Longs; a result that does not fit is an error. */
final class ArithmeticNodes {

    private ArithmeticNodes() {}

    /** {@code + - *}. */
    static final class Binary extends Node {
        private final BinaryOp op;
        private final Node left;
        private final Node right;

        Binary(Expr at, BinaryOp op, Node left, Node right) {
            super(at);
            this.op = op;
            this.left = left;
            this.right = right;
        }

        @Override
        @Nullable
        Value eval(RequestFrame frame) {
            Value a = left.eval(frame);
            Value b = a == null ? null : right.eval(frame);
            if (a == null || b == null) {
                return null;
            }
            if (a.kind() != Value.Kind.LONG || b.kind() != Value.Kind.LONG) {
                return frame.fail(ErrorCode.TYPE, this);
            }
            long x = ((NumberValue) a).value();
            long y = ((NumberValue) b).value();
            long result;
            boolean fits;
            switch (op) {
                case PLUS -> {
                    result = x + y;
                    fits = ((x ^ result) & (y ^ result)) >= 0;
                }
                case MINUS -> {
                    result = x - y;
                    fits = ((x ^ y) & (x ^ result)) >= 0;
                }
                default -> {
                    result = x * y;
                    fits = Math.multiplyHigh(x, y) == result >> 63;
                }
            }
            return fits ? frame.arena().number(Value.Kind.LONG, result) : frame.fail(ErrorCode.OVERFLOW, this);
        }
    }

    /** Unary {@code -}. */
    static final class Negate extends Node {
        private final Node operand;

        Negate(Expr at, Node operand) {
            super(at);
            this.operand = operand;
        }

        @Override
        @Nullable
        Value eval(RequestFrame frame) {
            Value value = operand.eval(frame);
            if (value == null) {
                return null;
            }
            if (value.kind() != Value.Kind.LONG) {
                return frame.fail(ErrorCode.TYPE, this);
            }
            long number = ((NumberValue) value).value();
            return number == Long.MIN_VALUE
                    ? frame.fail(ErrorCode.OVERFLOW, this)
                    : frame.arena().number(Value.Kind.LONG, -number);
        }
    }
}
