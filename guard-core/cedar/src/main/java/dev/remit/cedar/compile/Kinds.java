package dev.remit.cedar.compile;

import dev.remit.cedar.ast.BinaryOp;
import dev.remit.cedar.ast.BuiltIn;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.ExtensionFunction;
import dev.remit.cedar.ast.Var;
import dev.remit.cedar.eval.Value.Kind;
import org.jspecify.annotations.Nullable;

/** The kinds of values that expressions give and take, as far as their form alone tells. */
final class Kinds {

    private Kinds() {}

    /** What an expression gives, if it gives anything; null where its form does not tell. */
    static @Nullable Kind of(Expr expr) {
        if (expr instanceof Expr.LongLiteral || expr instanceof Expr.Negate) {
            return Kind.LONG;
        }
        if (expr instanceof Expr.StringLiteral) {
            return Kind.STRING;
        }
        if (expr instanceof Expr.EntityLiteral) {
            return Kind.ENTITY;
        }
        if (expr instanceof Expr.Variable variable) {
            return variable.var() == Var.CONTEXT ? Kind.RECORD : Kind.ENTITY;
        }
        if (expr instanceof Expr.SetOf) {
            return Kind.SET;
        }
        if (expr instanceof Expr.RecordOf) {
            return Kind.RECORD;
        }
        if (expr instanceof Expr.Binary binary) {
            return isArithmetic(binary.op()) ? Kind.LONG : Kind.BOOL;
        }
        if (expr instanceof Expr.Method method) {
            return method.method() == BuiltIn.GET_TAG ? null : Kind.BOOL;
        }
        if (expr instanceof Expr.Call call) {
            return result(call.function());
        }
        if (expr instanceof Expr.If branch) {
            Kind then = of(branch.then());
            return then == of(branch.otherwise()) ? then : null;
        }
        return expr instanceof Expr.Attribute ? null : Kind.BOOL;
    }

    /** Whether an operation has a result for an operand of that kind. */
    static boolean takes(Expr operation, int operand, Kind kind) {
        if (operation instanceof Expr.Negate) {
            return kind == Kind.LONG;
        }
        if (operation instanceof Expr.Like) {
            return kind == Kind.STRING;
        }
        if (operation instanceof Expr.Is) {
            return kind == Kind.ENTITY;
        }
        if (operation instanceof Expr.Attribute || operation instanceof Expr.Has) {
            return kind == Kind.ENTITY || kind == Kind.RECORD;
        }
        if (operation instanceof Expr.Binary binary) {
            return takes(binary.op(), operand, kind);
        }
        if (operation instanceof Expr.Method method) {
            return takes(method.method(), operand, kind);
        }
        if (operation instanceof Expr.Call call) {
            return kind == parameter(call.function(), operand);
        }
        boolean bool = operation instanceof Expr.Not
                || operation instanceof Expr.And
                || operation instanceof Expr.Or
                || (operation instanceof Expr.If && operand == 0);
        return !bool || kind == Kind.BOOL;
    }

    private static boolean takes(BinaryOp op, int operand, Kind kind) {
        return switch (op) {
            case EQUAL, NOT_EQUAL -> true;
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                kind == Kind.LONG || kind == Kind.DATETIME || kind == Kind.DURATION;
            case IN -> kind == Kind.ENTITY || (kind == Kind.SET && operand == 1);
            case PLUS, MINUS, TIMES -> kind == Kind.LONG;
        };
    }

    private static boolean takes(BuiltIn method, int operand, Kind kind) {
        return switch (method) {
            case HAS_TAG, GET_TAG -> kind == (operand == 0 ? Kind.ENTITY : Kind.STRING);
            case CONTAINS -> operand == 1 || kind == Kind.SET;
            case CONTAINS_ALL, CONTAINS_ANY, IS_EMPTY -> kind == Kind.SET;
        };
    }

    private static boolean isArithmetic(BinaryOp op) {
        return op == BinaryOp.PLUS || op == BinaryOp.MINUS || op == BinaryOp.TIMES;
    }

    private static Kind parameter(ExtensionFunction function, int operand) {
        return switch (function) {
            case DECIMAL, IP, DATETIME, DURATION -> Kind.STRING;
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> Kind.DECIMAL;
            case IS_IPV4, IS_IPV6, IS_LOOPBACK, IS_MULTICAST, IS_IN_RANGE -> Kind.IP;
            case OFFSET -> operand == 0 ? Kind.DATETIME : Kind.DURATION;
            case DURATION_SINCE, TO_DATE, TO_TIME -> Kind.DATETIME;
            case TO_MILLISECONDS, TO_SECONDS, TO_MINUTES, TO_HOURS, TO_DAYS -> Kind.DURATION;
        };
    }

    private static Kind result(ExtensionFunction function) {
        return switch (function) {
            case DECIMAL -> Kind.DECIMAL;
            case IP -> Kind.IP;
            case DATETIME, OFFSET, TO_DATE -> Kind.DATETIME;
            case DURATION, DURATION_SINCE, TO_TIME -> Kind.DURATION;
            case TO_MILLISECONDS, TO_SECONDS, TO_MINUTES, TO_HOURS, TO_DAYS -> Kind.LONG;
            default -> Kind.BOOL;
        };
    }
}
