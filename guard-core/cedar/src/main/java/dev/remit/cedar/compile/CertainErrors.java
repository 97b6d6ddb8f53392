package dev.remit.cedar.compile;

import dev.remit.cedar.ast.BinaryOp;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.eval.EntityTable;
import dev.remit.cedar.eval.ErrorCode;
import dev.remit.cedar.eval.EvaluationError;
import dev.remit.cedar.eval.Node;
import dev.remit.cedar.eval.Nodes;
import dev.remit.cedar.eval.Value.Kind;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nodes that have an error in every request: by constants that have no value together, and by operands of a kind that the operation never
 * takes. What only some requests reach, or what depends on them, is none.
 */
final class CertainErrors {
    private final EntityTable entities;
    private final IdentityHashMap<Node, EvaluationError> errors = new IdentityHashMap<>();

    CertainErrors(EntityTable entities) {
        this.entities = entities;
    }

    /** The error that every request has in an expression that stands where a Bool is needed; null where some has none. */
    @Nullable
    EvaluationError ofTest(Expr expr, Node node) {
        EvaluationError known = of(node);
        if (known != null) {
            return known;
        }
        Kind kind = Kinds.of(expr);
        return kind == null || kind == Kind.BOOL ? null : new EvaluationError(expr.span(), ErrorCode.TYPE);
    }

    private @Nullable EvaluationError of(Node node) {
        // Almost always there is none: the nodes need no hash then.
        return errors.isEmpty() ? null : errors.get(node);
    }

    /** Looks at a node that was made of operands that were looked at before. */
    void look(Expr expr, Node node, List<Expr> parts, List<Node> operands) {
        for (Node operand : operands) {
            if (operand == node) {
                return;
            }
        }
        EvaluationError error = Nodes.isConstant(node) ? null : error(expr, node, parts, operands);
        if (error != null) {
            errors.put(node, error);
        }
    }

    private @Nullable EvaluationError error(Expr expr, Node node, List<Expr> parts, List<Node> operands) {
        if (expr instanceof Expr.And || expr instanceof Expr.Or) {
            return ofFirst(parts, operands, expr instanceof Expr.And);
        }
        if (expr instanceof Expr.If) {
            EvaluationError condition = ofTest(parts.get(0), operands.get(0));
            return condition != null || of(operands.get(2)) == null ? condition : of(operands.get(1));
        }
        if (expr instanceof Expr.Not) {
            return ofTest(parts.get(0), operands.get(0));
        }
        EvaluationError inherited = ofAny(operands);
        return inherited != null ? inherited : own(expr, node, parts, operands);
    }

    /** Of {@code &&} and {@code ||}: behind the first operand that is not neutral, a request may never come. */
    private @Nullable EvaluationError ofFirst(List<Expr> parts, List<Node> operands, boolean neutral) {
        for (int i = 0; i < operands.size(); i++) {
            if (!Nodes.isConstant(operands.get(i), neutral)) {
                return ofTest(parts.get(i), operands.get(i));
            }
        }
        return null;
    }

    private @Nullable EvaluationError ofAny(List<Node> operands) {
        for (Node operand : operands) {
            EvaluationError error = of(operand);
            if (error != null) {
                return error;
            }
        }
        return null;
    }

    private @Nullable EvaluationError own(Expr expr, Node node, List<Expr> parts, List<Node> operands) {
        if (expr instanceof Expr.Call call && parts.size() != call.function().arity()) {
            return new EvaluationError(expr.span(), ErrorCode.ARITY);
        }
        if (isMistyped(expr, parts)) {
            return new EvaluationError(expr.span(), ErrorCode.TYPE);
        }
        for (Node operand : operands) {
            if (!Nodes.isConstant(operand)) {
                return null;
            }
        }
        return asksEntity(expr) ? null : Nodes.error(node, entities);
    }

    private static boolean isMistyped(Expr expr, List<Expr> parts) {
        Kind first = null;
        for (int i = 0; i < parts.size(); i++) {
            Kind kind = Kinds.of(parts.get(i));
            if (kind != null && !Kinds.takes(expr, i, kind)) {
                return true;
            }
            if (i == 0) {
                first = kind;
            } else if (expr instanceof Expr.Binary binary
                    && isOrder(binary.op())
                    && first != null
                    && kind != null
                    && kind != first) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOrder(BinaryOp op) {
        return op == BinaryOp.LESS
                || op == BinaryOp.LESS_OR_EQUAL
                || op == BinaryOp.GREATER
                || op == BinaryOp.GREATER_OR_EQUAL;
    }

    /** Whether the value depends on what is known of an entity, even where the operands are constants. */
    private static boolean asksEntity(Expr expr) {
        return expr instanceof Expr.Attribute
                || expr instanceof Expr.Has
                || (expr instanceof Expr.Binary binary && binary.op() == BinaryOp.IN)
                || (expr instanceof Expr.Method method && method.method().asksEntity());
    }
}
