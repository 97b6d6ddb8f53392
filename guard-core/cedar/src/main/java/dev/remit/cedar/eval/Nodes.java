package dev.remit.cedar.eval;

import dev.remit.cedar.ast.BinaryOp;
import dev.remit.cedar.ast.BuiltIn;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.ExtensionFunction;
import dev.remit.cedar.ast.Var;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes nodes, for the {@code compile} package. */
public final class Nodes {

    private Nodes() {}

    /** A value known now. */
    public static Node constant(Expr at, Value value) {
        return new ValueNodes.Constant(at, value);
    }

    /** Principal, action or resource. */
    public static Node party(Expr at, Var var) {
        return new ValueNodes.Party(at, var);
    }

    /** The value of a slot. */
    public static Node slot(Expr at, int slot) {
        return new SlotNodes.Read(at, slot);
    }

    /** Whether the record that a slot is in has it. */
    public static Node hasSlot(Expr at, int slot) {
        return new SlotNodes.Has(at, slot);
    }

    /** All of them, in order. */
    public static Node and(Expr at, List<Node> operands) {
        return new LogicNodes.And(at, operands.toArray(new Node[0]));
    }

    /** One of them, in order. */
    public static Node or(Expr at, List<Node> operands) {
        return new LogicNodes.Or(at, operands.toArray(new Node[0]));
    }

    /** The opposite. */
    public static Node not(Expr at, Node operand) {
        return new LogicNodes.Not(at, operand);
    }

    /** A branch. */
    public static Node branch(Expr at, Node condition, Node then, Node otherwise) {
        return new LogicNodes.If(at, condition, then, otherwise);
    }

    /** An operator between two. */
    public static Node binary(Expr at, BinaryOp op, Node left, Node right) {
        return switch (op) {
            case EQUAL -> equal(new RelationNodes.Equal(at, left, right, false), left, right, false);
            case NOT_EQUAL -> equal(new RelationNodes.Equal(at, left, right, true), left, right, true);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> order(at, op, left, right);
            case IN -> new RelationNodes.In(at, left, right);
            case PLUS, MINUS, TIMES -> new ArithmeticNodes.Binary(at, op, left, right);
        };
    }

    private static Node equal(Node general, Node left, Node right, boolean negated) {
        boolean slotFirst = left instanceof SlotNodes.Read;
        Value constant = slotFirst ? right.constant() : left.constant();
        if (!((slotFirst ? left : right) instanceof SlotNodes.Read read) || constant == null) {
            return general;
        }
        if (constant instanceof StringValue text) {
            return new SlotTests.EqualString(general, read.slot(), text, negated);
        }
        return constant.kind() == Value.Kind.LONG
                ? new SlotTests.EqualLong(general, read.slot(), ((NumberValue) constant).value(), negated)
                : general;
    }

    private static Node order(Expr at, BinaryOp op, Node left, Node right) {
        Node general = new RelationNodes.Order(at, op, left, right);
        if (left instanceof SlotNodes.Read read
                && right.constant() instanceof NumberValue bound
                && bound.kind() == Value.Kind.LONG) {
            return SlotTests.Between.of(general, read.slot(), op, bound.value());
        }
        if (right instanceof SlotNodes.Read read
                && left.constant() instanceof NumberValue bound
                && bound.kind() == Value.Kind.LONG) {
            return SlotTests.Between.of(general, read.slot(), mirrored(op), bound.value());
        }
        return general;
    }

    private static BinaryOp mirrored(BinaryOp op) {
        return switch (op) {
            case LESS -> BinaryOp.GREATER;
            case LESS_OR_EQUAL -> BinaryOp.GREATER_OR_EQUAL;
            case GREATER -> BinaryOp.LESS;
            default -> BinaryOp.LESS_OR_EQUAL;
        };
    }

    /** Unary minus. */
    public static Node negate(Expr at, Node operand) {
        return new ArithmeticNodes.Negate(at, operand);
    }

    /** A pattern. */
    public static Node like(Expr at, Node target, Glob glob) {
        Node general = new RelationNodes.Like(at, target, glob);
        return target instanceof SlotNodes.Read read ? new SlotTests.Like(general, read.slot(), glob) : general;
    }

    /** An entity's type. */
    public static Node is(Expr at, Node target, String type) {
        return new RelationNodes.Is(at, target, type);
    }

    /** An attribute. */
    public static Node attribute(Expr at, Node target, String name) {
        return new AttributeNodes.Get(at, target, new StringValue(name));
    }

    /** Whether there is an attribute. */
    public static Node has(Expr at, Node target, String name) {
        return new AttributeNodes.Has(at, target, new StringValue(name));
    }

    /** A set. */
    public static Node set(Expr at, List<Node> elements) {
        return new ValueNodes.SetOf(at, elements.toArray(new Node[0]));
    }

    /** A record. */
    public static Node record(Expr at, List<String> names, List<Node> values) {
        StringValue[] keys = new StringValue[names.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = new StringValue(names.get(i));
        }
        return new ValueNodes.RecordOf(at, keys, values.toArray(new Node[0]));
    }

    /** A method of the language; the target is the first operand. */
    public static Node method(Expr at, BuiltIn method, List<Node> operands) {
        Node target = operands.get(0);
        return switch (method) {
            case IS_EMPTY -> new SetNodes.IsEmpty(at, target);
            case HAS_TAG -> new AttributeNodes.HasTag(at, target, operands.get(1));
            case GET_TAG -> new AttributeNodes.GetTag(at, target, operands.get(1));
            default -> new SetNodes.Contains(at, method, target, operands.get(1));
        };
    }

    /** An extension's function; a method's target is the first operand. */
    public static Node call(Expr at, ExtensionFunction function, List<Node> operands) {
        return new ExtensionNodes.Call(at, function, operands.toArray(new Node[0]));
    }

    /** The node as a constant, when its value is the same in every request and no error; else the node. For nodes that ask nothing of entities. */
    public static Node fold(Node node, EntityTable entities) {
        Value value = node.eval(noRequest(entities));
        return value == null ? node : constant(node.at(), entities.link(value));
    }

    /** Why {@link #fold} left a node of constants as it was. */
    public static @Nullable EvaluationError error(Node node, EntityTable entities) {
        RequestFrame none = noRequest(entities);
        return node.eval(none) == null ? none.failure() : null;
    }

    private static RequestFrame noRequest(EntityTable entities) {
        return new RequestFrame(new SlotTree.Builder().build(), entities, new Outcome(List.of()));
    }

    /** Whether the node is a constant. */
    public static boolean isConstant(Node node) {
        return node.constant() != null;
    }

    /** Whether the node is the constant {@code true} (or {@code false}). */
    public static boolean isConstant(Node node, boolean value) {
        return node.constant() == BoolValue.valueOf(value);
    }
}
