package dev.remit.cedar.eval;

import dev.remit.cedar.ast.BinaryOp;
import dev.remit.cedar.ast.Expr;

/** Comparisons. */
final class RelationNodes {

    private RelationNodes() {}

    /** {@code ==} and {@code !=}: defined between any two values. */
    static final class Equal extends Node.Test {
        private final Node left;
        private final Node right;
        private final boolean negated;

        Equal(Expr at, Node left, Node right, boolean negated) {
            super(at);
            this.left = left;
            this.right = right;
            this.negated = negated;
        }

        @Override
        int test(RequestFrame frame) {
            Value a = left.eval(frame);
            if (a == null) {
                return ERROR;
            }
            Value b = right.eval(frame);
            if (b == null) {
                return ERROR;
            }
            return Value.equal(a, b) != negated ? TRUE : FALSE;
        }
    }

    /** {@code < <= > >=} between two Longs, two datetimes or two durations. */
    static final class Order extends Node.Test {
        private final BinaryOp op;
        private final Node left;
        private final Node right;

        Order(Expr at, BinaryOp op, Node left, Node right) {
            super(at);
            this.op = op;
            this.left = left;
            this.right = right;
        }

        @Override
        int test(RequestFrame frame) {
            Value a = left.eval(frame);
            if (a == null) {
                return ERROR;
            }
            Value b = right.eval(frame);
            if (b == null) {
                return ERROR;
            }
            if (a.kind() != b.kind() || !isOrdered(a.kind())) {
                return frame.failTest(ErrorCode.TYPE, this);
            }
            long x = ((NumberValue) a).value();
            long y = ((NumberValue) b).value();
            boolean holds = switch (op) {
                case LESS -> x < y;
                case LESS_OR_EQUAL -> x <= y;
                case GREATER -> x > y;
                default -> x >= y;
            };
            return holds ? TRUE : FALSE;
        }

        private static boolean isOrdered(Value.Kind kind) {
            return kind == Value.Kind.LONG || kind == Value.Kind.DATETIME || kind == Value.Kind.DURATION;
        }
    }

    /** {@code in}: an entity in another, or in any of a set. */
    static final class In extends Node.Test {
        private final Node left;
        private final Node right;

        In(Expr at, Node left, Node right) {
            super(at);
            this.left = left;
            this.right = right;
        }

        @Override
        int test(RequestFrame frame) {
            Value member = left.eval(frame);
            if (member == null) {
                return ERROR;
            }
            Value group = right.eval(frame);
            if (group == null) {
                return ERROR;
            }
            if (!(member instanceof ResolvedEntity entity)) {
                return frame.failTest(ErrorCode.TYPE, this);
            }
            ResolvedEntity known = frame.known(entity);
            if (group instanceof ResolvedEntity one) {
                return isIn(frame, known, one) ? TRUE : FALSE;
            }
            return group instanceof SetValue set ? inAny(frame, known, set) : frame.failTest(ErrorCode.TYPE, this);
        }

        private int inAny(RequestFrame frame, ResolvedEntity member, SetValue groups) {
            int result = FALSE;
            for (int i = 0; i < groups.size(); i++) {
                if (!(groups.element(i) instanceof ResolvedEntity group)) {
                    return frame.failTest(ErrorCode.TYPE, this);
                }
                if (result == FALSE && isIn(frame, member, group)) {
                    result = TRUE;
                }
            }
            return result;
        }

        private static boolean isIn(RequestFrame frame, ResolvedEntity member, ResolvedEntity group) {
            return member.sameAs(group) || member.ancestors().has(frame.known(group));
        }
    }

    /** {@code is}. */
    static final class Is extends Node.Test {
        private final Node target;
        private final String type;

        Is(Expr at, Node target, String type) {
            super(at);
            this.target = target;
            this.type = type;
        }

        @Override
        int test(RequestFrame frame) {
            Value value = target.eval(frame);
            if (value == null) {
                return ERROR;
            }
            if (!(value instanceof ResolvedEntity entity)) {
                return frame.failTest(ErrorCode.TYPE, this);
            }
            return entity.uid().type().equals(type) ? TRUE : FALSE;
        }
    }

    /** {@code like}. */
    static final class Like extends Node.Test {
        private final Node target;
        private final Glob glob;

        Like(Expr at, Node target, Glob glob) {
            super(at);
            this.target = target;
            this.glob = glob;
        }

        @Override
        int test(RequestFrame frame) {
            Value value = target.eval(frame);
            if (value == null) {
                return ERROR;
            }
            if (!(value instanceof StringValue text)) {
                return frame.failTest(ErrorCode.TYPE, this);
            }
            return glob.matches(text) ? TRUE : FALSE;
        }
    }
}
