package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.eval.Explanation.Result;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** Asks single expressions what they are in one request. For one thread and one explanation. */
final class Probe {
    private final Expressions expressions;
    private final RequestFrame frame;
    private final IdentityHashMap<Expr, Node> nodes = new IdentityHashMap<>();

    /** Of what was asked last. */
    private @Nullable EvaluationError error;

    Probe(Expressions expressions, RequestFrame frame) {
        this.expressions = expressions;
        this.frame = frame;
    }

    /** What the expression is where a Bool is needed. */
    Result test(Expr expr) {
        int result = node(expr).test(frame);
        error = result == Node.ERROR ? frame.failure() : null;
        frame.arena().release();
        return result == Node.ERROR ? Result.ERROR : result == Node.TRUE ? Result.TRUE : Result.FALSE;
    }

    /** Whether the clause lets its policy apply. */
    Result test(Condition condition) {
        Result body = test(condition.body());
        if (body == Result.ERROR || !condition.unless()) {
            return body;
        }
        return body == Result.TRUE ? Result.FALSE : Result.TRUE;
    }

    /** The expression's value as Cedar writes it, cut to size; null where it has none. */
    @Nullable
    String value(Expr expr) {
        Value value = node(expr).eval(frame);
        error = value == null ? frame.failure() : null;
        String text = value == null ? null : Explanation.cut(value.toString());
        frame.arena().release();
        return text;
    }

    /** Why what was asked last has no value; null where it has. */
    @Nullable
    EvaluationError error() {
        return error;
    }

    private Node node(Expr expr) {
        Node node = nodes.get(expr);
        if (node == null) {
            node = expressions.node(expr);
            nodes.put(expr, node);
        }
        return node;
    }
}
