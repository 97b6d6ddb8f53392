package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bools and branches. */
final class LogicNodes {

    private LogicNodes() {}

    /** {@code &&} over any number of operands. */
    static final class And extends Node.Test {
        private final Node[] operands;

        And(Expr at, Node[] operands) {
            super(at);
            this.operands = operands;
        }

        @Override
        boolean addBounds(List<SlotBound> bounds) {
            for (Node operand : operands) {
                if (!operand.addBounds(bounds)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        int test(RequestFrame frame) {
            for (Node operand : operands) {
                int result = operand.test(frame);
                if (result != TRUE) {
                    return result;
                }
            }
            return TRUE;
        }
    }

    /** {@code ||} over any number of operands. */
    static final class Or extends Node.Test {
        private final Node[] operands;

        Or(Expr at, Node[] operands) {
            super(at);
            this.operands = operands;
        }

        @Override
        int test(RequestFrame frame) {
            for (Node operand : operands) {
                int result = operand.test(frame);
                if (result != FALSE) {
                    return result;
                }
            }
            return FALSE;
        }
    }

    /** {@code !}. */
    static final class Not extends Node.Test {
        private final Node operand;

        Not(Expr at, Node operand) {
            super(at);
            this.operand = operand;
        }

        @Override
        int test(RequestFrame frame) {
            int result = operand.test(frame);
            return result == ERROR ? ERROR : TRUE - result;
        }
    }

    /** {@code if then else}. */
    static final class If extends Node {
        private final Node condition;
        private final Node then;
        private final Node otherwise;

        If(Expr at, Node condition, Node then, Node otherwise) {
            super(at);
            this.condition = condition;
            this.then = then;
            this.otherwise = otherwise;
        }

        @Override
        @Nullable
        Value eval(RequestFrame frame) {
            int result = condition.test(frame);
            return result == ERROR ? null : (result == TRUE ? then : otherwise).eval(frame);
        }

        @Override
        int test(RequestFrame frame) {
            int result = condition.test(frame);
            return result == ERROR ? ERROR : (result == TRUE ? then : otherwise).test(frame);
        }
    }
}
