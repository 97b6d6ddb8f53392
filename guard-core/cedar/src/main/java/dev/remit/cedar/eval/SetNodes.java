package dev.remit.cedar.eval;

import dev.remit.cedar.ast.BuiltIn;
import dev.remit.cedar.ast.Expr;

/** Questions to sets. */
final class SetNodes {

    private SetNodes() {}

    /** {@code contains}, {@code containsAll}, {@code containsAny}. */
    static final class Contains extends Node.Test {
        private final BuiltIn method;
        private final Node target;
        private final Node argument;

        Contains(Expr at, BuiltIn method, Node target, Node argument) {
            super(at);
            this.method = method;
            this.target = target;
            this.argument = argument;
        }

        @Override
        int test(RequestFrame frame) {
            Value holder = target.eval(frame);
            Value wanted = holder == null ? null : argument.eval(frame);
            if (holder == null || wanted == null) {
                return ERROR;
            }
            if (!(holder instanceof SetValue set)) {
                return frame.failTest(ErrorCode.TYPE, this);
            }
            if (method == BuiltIn.CONTAINS) {
                return set.contains(wanted) ? TRUE : FALSE;
            }
            if (!(wanted instanceof SetValue others)) {
                return frame.failTest(ErrorCode.TYPE, this);
            }
            boolean found = method == BuiltIn.CONTAINS_ALL ? set.containsAll(others) : set.containsAny(others);
            return found ? TRUE : FALSE;
        }
    }

    /** {@code isEmpty}. */
    static final class IsEmpty extends Node.Test {
        private final Node target;

        IsEmpty(Expr at, Node target) {
            super(at);
            this.target = target;
        }

        @Override
        int test(RequestFrame frame) {
            Value holder = target.eval(frame);
            if (holder == null) {
                return ERROR;
            }
            if (!(holder instanceof SetValue set)) {
                return frame.failTest(ErrorCode.TYPE, this);
            }
            return set.size() == 0 ? TRUE : FALSE;
        }
    }
}
