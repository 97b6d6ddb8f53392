package dev.remit.cedar.check;

import dev.remit.cedar.ast.BinaryOp;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Quoted;
import java.util.List;

/**
 * Expressions as texts that are the same for the same expression, wherever it stands: what has been asked of one is then known of the other.
 */
final class Shape {
    private final StringBuilder out = new StringBuilder();

    private Shape() {}

    /** The attribute of that name, of what the expression gives. */
    static String attribute(Expr holder, String name) {
        Shape shape = new Shape();
        shape.add(holder);
        return shape.out.append('.').append(Quoted.of(name)).toString();
    }

    /** The tag of that name, of what the expression gives. */
    static String tag(Expr holder, Expr name) {
        Shape shape = new Shape();
        shape.add(holder);
        shape.out.append('#');
        shape.add(name);
        return shape.out.toString();
    }

    private void add(Expr expr) {
        if (expr instanceof Expr.BoolLiteral literal) {
            out.append(literal.value());
        } else if (expr instanceof Expr.LongLiteral literal) {
            out.append(literal.value());
        } else if (expr instanceof Expr.StringLiteral literal) {
            out.append(Quoted.of(literal.value()));
        } else if (expr instanceof Expr.EntityLiteral literal) {
            out.append(literal.uid());
        } else if (expr instanceof Expr.Variable variable) {
            out.append(variable.var());
        } else if (expr instanceof Expr.And and) {
            chain("&&", and.operands());
        } else if (expr instanceof Expr.Or or) {
            chain("||", or.operands());
        } else if (expr instanceof Expr.Not not) {
            call("!", not.operand());
        } else if (expr instanceof Expr.Negate negate) {
            call("-", negate.operand());
        } else if (expr instanceof Expr.If branch) {
            call("if", branch.condition(), branch.then(), branch.otherwise());
        } else if (expr instanceof Expr.Binary binary) {
            binary(binary);
        } else {
            compound(expr);
        }
    }

    private void compound(Expr expr) {
        if (expr instanceof Expr.Attribute attribute) {
            call('.' + Quoted.of(attribute.name()), attribute.target());
        } else if (expr instanceof Expr.Has has) {
            call("has " + Quoted.of(has.name()), has.target());
        } else if (expr instanceof Expr.Like like) {
            StringBuilder pattern = new StringBuilder("like");
            for (String literal : like.pattern().literals()) {
                pattern.append(' ').append(Quoted.of(literal));
            }
            call(pattern.toString(), like.target());
        } else if (expr instanceof Expr.Is is) {
            call("is " + is.type(), is.target());
        } else if (expr instanceof Expr.SetOf set) {
            call("[]", set.elements().toArray(new Expr[0]));
        } else if (expr instanceof Expr.RecordOf record) {
            StringBuilder names = new StringBuilder("{");
            Expr[] values = new Expr[record.fields().size()];
            for (int i = 0; i < values.length; i++) {
                names.append(Quoted.of(record.fields().get(i).name())).append(',');
                values[i] = record.fields().get(i).value();
            }
            call(names.toString(), values);
        } else if (expr instanceof Expr.Method method) {
            out.append('(').append(method.method().methodName()).append(' ');
            add(method.target());
            rest(method.arguments());
        } else if (expr instanceof Expr.Call call) {
            call(call.function().functionName(), call.arguments().toArray(new Expr[0]));
        } else {
            throw new IllegalStateException("no such expression: " + expr);
        }
    }

    /** What Cedar takes for an abbreviation is written out. */
    private void binary(Expr.Binary binary) {
        BinaryOp op = binary.op();
        boolean negated = op == BinaryOp.NOT_EQUAL || op == BinaryOp.GREATER || op == BinaryOp.GREATER_OR_EQUAL;
        String plain = switch (op) {
            case NOT_EQUAL -> "==";
            case GREATER -> "<=";
            case GREATER_OR_EQUAL -> "<";
            default -> op.symbol();
        };
        out.append(negated ? "(! " : "");
        call(plain, binary.left(), binary.right());
        out.append(negated ? ")" : "");
    }

    /** From the left, so that {@code a && b && c} is {@code (a && b) && c}. */
    private void chain(String op, List<Expr> operands) {
        for (int i = 1; i < operands.size(); i++) {
            out.append('(').append(op).append(' ');
        }
        add(operands.get(0));
        for (int i = 1; i < operands.size(); i++) {
            out.append(' ');
            add(operands.get(i));
            out.append(')');
        }
    }

    private void call(String name, Expr... operands) {
        out.append('(').append(name);
        rest(List.of(operands));
    }

    private void rest(List<Expr> operands) {
        for (Expr operand : operands) {
            out.append(' ');
            add(operand);
        }
        out.append(')');
    }
}
