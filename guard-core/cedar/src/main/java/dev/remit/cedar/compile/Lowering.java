package dev.remit.cedar.compile;

import dev.remit.cedar.ast.BinaryOp;
import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Pattern;
import dev.remit.cedar.ast.Subexpressions;
import dev.remit.cedar.ast.Var;
import dev.remit.cedar.eval.EntityTable;
import dev.remit.cedar.eval.EvaluationError;
import dev.remit.cedar.eval.Glob;
import dev.remit.cedar.eval.Node;
import dev.remit.cedar.eval.Nodes;
import dev.remit.cedar.eval.Slots;
import dev.remit.cedar.eval.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns expressions into nodes: paths from {@code context} into slots, what never changes into constants. */
final class Lowering {
    private static final int NO_PATH = -1;

    private final EntityTable entities;
    private final Slots slots;
    private final CertainErrors certainErrors;

    /** By the literals of their patterns: the first hash of a record costs a JVM's start 30 ms. */
    private final Map<List<String>, Glob> globs = new HashMap<>();

    Lowering(EntityTable entities, Slots slots) {
        this.entities = entities;
        this.slots = slots;
        this.certainErrors = new CertainErrors(entities);
    }

    /**
     * What became of a policy's clauses.
     *
     * @param node all as one; null when they always hold
     * @param certainError the error that every request has; null where some has none
     */
    record Conditions(@Nullable Node node, @Nullable EvaluationError certainError) {}

    /** All clauses of a policy. */
    Conditions conditions(List<Condition> conditions) {
        EvaluationError certain = null;
        List<Node> nodes = new ArrayList<>();
        for (Condition condition : conditions) {
            Node body = node(condition.body());
            Node clause = condition.unless() ? folded(Nodes.not(condition.body(), body), List.of(body)) : body;
            if (!Nodes.isConstant(clause, true)) {
                certain = nodes.isEmpty() ? certainErrors.ofTest(condition.body(), body) : certain;
                nodes.add(clause);
            }
        }
        if (nodes.size() < 2) {
            return new Conditions(nodes.isEmpty() ? null : nodes.get(0), certain);
        }
        return new Conditions(Nodes.and(conditions.get(0).body(), nodes), certain);
    }

    Node node(Expr expr) {
        int path = path(expr);
        if (path != NO_PATH) {
            slots.readsValue(path);
            return Nodes.slot(expr, path);
        }
        if (expr instanceof Expr.Has has) {
            int holder = path(has.target());
            if (holder != NO_PATH) {
                return Nodes.hasSlot(expr, slots.child(holder, has.name()));
            }
        }
        if (expr instanceof Expr.Variable variable) {
            return Nodes.party(expr, variable.var());
        }
        Value literal = literal(expr);
        if (literal != null) {
            return Nodes.constant(expr, literal);
        }
        List<Expr> parts = Subexpressions.of(expr);
        List<Node> operands = new ArrayList<>(parts.size());
        for (Expr part : parts) {
            operands.add(node(part));
        }
        Node node = compound(expr, operands);
        certainErrors.look(expr, node, parts, operands);
        return node;
    }

    private @Nullable Value literal(Expr expr) {
        if (expr instanceof Expr.BoolLiteral literal) {
            return Value.of(literal.value());
        }
        if (expr instanceof Expr.LongLiteral literal) {
            return Value.of(literal.value());
        }
        if (expr instanceof Expr.StringLiteral literal) {
            return Value.of(literal.value());
        }
        return expr instanceof Expr.EntityLiteral literal ? entities.link(Value.of(literal.uid())) : null;
    }

    private Node compound(Expr expr, List<Node> operands) {
        if (expr instanceof Expr.And) {
            return junction(expr, operands, true);
        }
        if (expr instanceof Expr.Or) {
            return junction(expr, operands, false);
        }
        if (expr instanceof Expr.If) {
            return branch(expr, operands);
        }
        if (expr instanceof Expr.Attribute attribute) {
            return Nodes.attribute(expr, operands.get(0), attribute.name());
        }
        if (expr instanceof Expr.Has has) {
            return Nodes.has(expr, operands.get(0), has.name());
        }
        if (expr instanceof Expr.Binary binary && binary.op() == BinaryOp.IN) {
            return Nodes.binary(expr, binary.op(), operands.get(0), operands.get(1));
        }
        if (expr instanceof Expr.Method method && method.method().asksEntity()) {
            return Nodes.method(expr, method.method(), operands);
        }
        return folded(pure(expr, operands), operands);
    }

    /** Operations whose value follows from their operands alone. */
    private Node pure(Expr expr, List<Node> operands) {
        Node first = operands.isEmpty() ? null : operands.get(0);
        if (expr instanceof Expr.SetOf) {
            return Nodes.set(expr, operands);
        }
        if (expr instanceof Expr.RecordOf record) {
            List<String> names = new ArrayList<>();
            for (Expr.Field field : record.fields()) {
                names.add(field.name());
            }
            return Nodes.record(expr, names, operands);
        }
        if (expr instanceof Expr.Call call) {
            return Nodes.call(expr, call.function(), operands);
        }
        if (first == null) {
            throw new IllegalStateException("no such expression: " + expr);
        }
        if (expr instanceof Expr.Not) {
            return Nodes.not(expr, first);
        }
        if (expr instanceof Expr.Negate) {
            return Nodes.negate(expr, first);
        }
        if (expr instanceof Expr.Binary binary) {
            return Nodes.binary(expr, binary.op(), first, operands.get(1));
        }
        if (expr instanceof Expr.Like like) {
            return Nodes.like(expr, first, glob(like.pattern()));
        }
        if (expr instanceof Expr.Is is) {
            return Nodes.is(expr, first, is.type());
        }
        if (expr instanceof Expr.Method method) {
            return Nodes.method(expr, method.method(), operands);
        }
        throw new IllegalStateException("no such expression: " + expr);
    }

    private Glob glob(Pattern pattern) {
        Glob glob = globs.get(pattern.literals());
        if (glob == null) {
            glob = new Glob(pattern);
            globs.put(pattern.literals(), glob);
        }
        return glob;
    }

    private Node folded(Node node, List<Node> operands) {
        for (Node operand : operands) {
            if (!Nodes.isConstant(operand)) {
                return node;
            }
        }
        return Nodes.fold(node, entities);
    }

    /** Leaves out operands that change nothing, and those behind one that decides. */
    private Node junction(Expr expr, List<Node> operands, boolean and) {
        List<Node> kept = new ArrayList<>();
        for (Node operand : operands) {
            if (!Nodes.isConstant(operand, and)) {
                kept.add(operand);
            }
            if (Nodes.isConstant(operand, !and)) {
                break;
            }
        }
        if (kept.isEmpty()) {
            return Nodes.constant(expr, Value.of(and));
        }
        Node node = and ? Nodes.and(expr, kept) : Nodes.or(expr, kept);
        return folded(node, kept);
    }

    private static Node branch(Expr expr, List<Node> operands) {
        Node condition = operands.get(0);
        if (Nodes.isConstant(condition, true)) {
            return operands.get(1);
        }
        if (Nodes.isConstant(condition, false)) {
            return operands.get(2);
        }
        return Nodes.branch(expr, condition, operands.get(1), operands.get(2));
    }

    /** The slot of {@code context.a.b}, or {@link #NO_PATH} for anything else. */
    private int path(Expr expr) {
        if (expr instanceof Expr.Variable variable) {
            return variable.var() == Var.CONTEXT ? 0 : NO_PATH;
        }
        if (expr instanceof Expr.Attribute attribute) {
            int holder = path(attribute.target());
            return holder == NO_PATH ? NO_PATH : slots.child(holder, attribute.name());
        }
        return NO_PATH;
    }
}
