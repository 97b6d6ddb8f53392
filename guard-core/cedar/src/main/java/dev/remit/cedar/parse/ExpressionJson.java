package dev.remit.cedar.parse;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.cedar.ast.BinaryOp;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Pattern;
import java.io.IOException;
import java.util.List;

/** Writes expressions as {@link JsonExpressionParser} reads them. */
final class ExpressionJson {
    /**
     * Longer chains of {@code &&} and {@code ||} are written as a balanced tree, which means the same: nested to the left each operand would cost
     * two levels, and readers bound those.
     */
    private static final int CHAIN = 16;

    private final JsonGenerator out;

    ExpressionJson(JsonGenerator out) {
        this.out = out;
    }

    /** {@code {"type": …, "id": …}}. */
    void write(EntityUid uid) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", uid.type());
        out.writeStringField("id", uid.id());
        out.writeEndObject();
    }

    void write(Expr expr) throws IOException {
        if (expr instanceof Expr.And and) {
            if (isIn(and)) {
                isIn((Expr.Is) and.operands().get(0), (Expr.Binary)
                        and.operands().get(1));
            } else if (isHas(and.operands())) {
                has(and.operands());
            } else {
                chain("&&", and.operands(), 0, and.operands().size());
            }
        } else if (expr instanceof Expr.Or or) {
            chain("||", or.operands(), 0, or.operands().size());
        } else {
            out.writeStartObject();
            operation(expr);
            out.writeEndObject();
        }
    }

    private void chain(String op, List<Expr> operands, int from, int to) throws IOException {
        if (to - from == 1) {
            write(operands.get(from));
            return;
        }
        int right = to - from > CHAIN ? (from + to) >>> 1 : to - 1;
        out.writeStartObject();
        out.writeObjectFieldStart(op);
        out.writeFieldName("left");
        chain(op, operands, from, right);
        out.writeFieldName("right");
        chain(op, operands, right, to);
        out.writeEndObject();
        out.writeEndObject();
    }

    /** Whether it is what {@code a is T in b} was parsed into. */
    private static boolean isIn(Expr.And and) {
        return and.operands().size() == 2
                && and.operands().get(0) instanceof Expr.Is is
                && and.operands().get(1) instanceof Expr.Binary in
                && in.op() == BinaryOp.IN
                && in.left() == is.target();
    }

    private void isIn(Expr.Is is, Expr.Binary in) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("is");
        operand("left", is.target());
        out.writeStringField("entity_type", is.type());
        operand("in", in.right());
        out.writeEndObject();
        out.writeEndObject();
    }

    /** Whether it is what {@code a has b.c} was parsed into. */
    private static boolean isHas(List<Expr> tests) {
        for (int i = 1; i < tests.size(); i++) {
            if (!(tests.get(i - 1) instanceof Expr.Has before
                    && tests.get(i) instanceof Expr.Has has
                    && has.target() instanceof Expr.Attribute holder
                    && holder.target() == before.target()
                    && holder.name().equals(before.name()))) {
                return false;
            }
        }
        return tests.size() > 1;
    }

    private void has(List<Expr> tests) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("has");
        operand("left", ((Expr.Has) tests.get(0)).target());
        out.writeArrayFieldStart("attr");
        for (Expr test : tests) {
            out.writeString(((Expr.Has) test).name());
        }
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndObject();
    }

    private void operation(Expr expr) throws IOException {
        if (expr instanceof Expr.BoolLiteral literal) {
            out.writeBooleanField("Value", literal.value());
        } else if (expr instanceof Expr.LongLiteral literal) {
            out.writeNumberField("Value", literal.value());
        } else if (expr instanceof Expr.StringLiteral literal) {
            out.writeStringField("Value", literal.value());
        } else if (expr instanceof Expr.EntityLiteral literal) {
            out.writeObjectFieldStart("Value");
            out.writeFieldName("__entity");
            write(literal.uid());
            out.writeEndObject();
        } else if (expr instanceof Expr.Variable variable) {
            out.writeStringField("Var", variable.var().toString());
        } else if (expr instanceof Expr.SetOf set) {
            list("Set", set.elements());
        } else if (expr instanceof Expr.RecordOf record) {
            out.writeObjectFieldStart("Record");
            for (Expr.Field field : record.fields()) {
                operand(field.name(), field.value());
            }
            out.writeEndObject();
        } else if (expr instanceof Expr.Call call) {
            list(call.function().functionName(), call.arguments());
        } else if (expr instanceof Expr.Not not) {
            unary("!", not.operand());
        } else if (expr instanceof Expr.Negate negate) {
            unary("neg", negate.operand());
        } else if (expr instanceof Expr.Binary binary) {
            binary(binary.op().symbol(), binary.left(), binary.right());
        } else if (expr instanceof Expr.Method method && method.arguments().isEmpty()) {
            unary(method.method().methodName(), method.target());
        } else if (expr instanceof Expr.Method method) {
            binary(
                    method.method().methodName(),
                    method.target(),
                    method.arguments().get(0));
        } else {
            test(expr);
        }
    }

    private void test(Expr expr) throws IOException {
        if (expr instanceof Expr.Attribute attribute) {
            named(".", attribute.target(), attribute.name());
        } else if (expr instanceof Expr.Has has) {
            named("has", has.target(), has.name());
        } else if (expr instanceof Expr.Is is) {
            out.writeObjectFieldStart("is");
            operand("left", is.target());
            out.writeStringField("entity_type", is.type());
            out.writeEndObject();
        } else if (expr instanceof Expr.Like like) {
            out.writeObjectFieldStart("like");
            operand("left", like.target());
            pattern(like.pattern());
            out.writeEndObject();
        } else if (expr instanceof Expr.If branch) {
            out.writeObjectFieldStart("if-then-else");
            operand("if", branch.condition());
            operand("then", branch.then());
            operand("else", branch.otherwise());
            out.writeEndObject();
        } else {
            throw new IllegalStateException("no such expression: " + expr);
        }
    }

    private void pattern(Pattern pattern) throws IOException {
        out.writeArrayFieldStart("pattern");
        List<String> literals = pattern.literals();
        for (int i = 0; i < literals.size(); i++) {
            if (i > 0) {
                out.writeString("Wildcard");
            }
            if (!literals.get(i).isEmpty()) {
                out.writeStartObject();
                out.writeStringField("Literal", literals.get(i));
                out.writeEndObject();
            }
        }
        out.writeEndArray();
    }

    private void named(String op, Expr target, String name) throws IOException {
        out.writeObjectFieldStart(op);
        operand("left", target);
        out.writeStringField("attr", name);
        out.writeEndObject();
    }

    private void unary(String op, Expr operand) throws IOException {
        out.writeObjectFieldStart(op);
        operand("arg", operand);
        out.writeEndObject();
    }

    private void binary(String op, Expr left, Expr right) throws IOException {
        out.writeObjectFieldStart(op);
        operand("left", left);
        operand("right", right);
        out.writeEndObject();
    }

    private void list(String op, List<Expr> elements) throws IOException {
        out.writeArrayFieldStart(op);
        for (Expr element : elements) {
            write(element);
        }
        out.writeEndArray();
    }

    private void operand(String key, Expr expr) throws IOException {
        out.writeFieldName(key);
        write(expr);
    }
}
