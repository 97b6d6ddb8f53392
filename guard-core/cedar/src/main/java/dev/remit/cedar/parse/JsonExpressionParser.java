package dev.remit.cedar.parse;

import dev.remit.cedar.ast.BinaryOp;
import dev.remit.cedar.ast.BuiltIn;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.ExtensionFunction;
import dev.remit.cedar.ast.Pattern;
import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.ast.Span;
import dev.remit.cedar.ast.Var;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonEscapes;
import dev.remit.cedar.json.JsonFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The expressions of one policy in JSON: objects with one key, which is the operator. */
final class JsonExpressionParser {
    private static final List<String> BOTH = List.of("left", "right");
    private static final List<String> ONE = List.of("arg");
    private static final List<String> NAMED = List.of("left", "attr");
    private static final List<String> LIKE = List.of("left", "pattern");
    private static final List<String> IS = List.of("left", "entity_type", "in");
    private static final List<String> BRANCHES = List.of("if", "then", "else");

    private final SourceText source;
    private final JsonLiterals literals;
    private final ExpressionCount count = new ExpressionCount();

    JsonExpressionParser(SourceText source) {
        this.source = source;
        this.literals = new JsonLiterals(this);
    }

    /** A whole expression. */
    Expr expression(Json json) {
        return expression(json, 1);
    }

    /**
     * An expression inside others.
     *
     * @param level how many expressions it lies in, itself counted
     */
    private Expr expression(Json json, int level) {
        enter(json, level);
        if (!(json instanceof Json.ObjectOf object)) {
            throw json.unexpected("an expression: an object with one key, such as {\"Var\": \"principal\"}");
        }
        String key = soleKey(object);
        Json body = object.need(key);
        Span span = span(json);
        return switch (key) {
            case "Value" -> literals.value(body, span, level);
            case "Var" -> new Expr.Variable(span, variable(body));
            case "Slot" ->
                throw new JsonFormatException(
                        json.offset(),
                        "a template slot can't stand in a condition",
                        "slots only in `principal` and `resource`");
            case "!" -> new Expr.Not(span, operand(body, level));
            case "neg" -> new Expr.Negate(span, operand(body, level));
            case "&&" -> new Expr.And(span, operands(key, body, level));
            case "||" -> new Expr.Or(span, operands(key, body, level));
            case "." -> {
                Json.ObjectOf parts = parts(body, NAMED);
                yield new Expr.Attribute(
                        span, below(parts, "left", level), parts.need("attr").text());
            }
            case "has" -> has(parts(body, NAMED), span, level);
            case "like" -> {
                Json.ObjectOf parts = parts(body, LIKE);
                yield new Expr.Like(span, below(parts, "left", level), pattern(parts.need("pattern")));
            }
            case "is" -> is(parts(body, IS), span, level);
            case "if-then-else" -> {
                Json.ObjectOf parts = parts(body, BRANCHES);
                yield new Expr.If(
                        span, below(parts, "if", level), below(parts, "then", level), below(parts, "else", level));
            }
            case "Set" -> new Expr.SetOf(span, list(body, level));
            case "Record" -> new Expr.RecordOf(span, fields(body, level));
            default -> operation(object, key, body, level);
        };
    }

    private Expr operation(Json.ObjectOf object, String key, Json body, int level) {
        Span span = span(object);
        BinaryOp op = BinaryOp.of(key);
        if (op != null) {
            Json.ObjectOf parts = parts(body, BOTH);
            return new Expr.Binary(span, op, below(parts, "left", level), below(parts, "right", level));
        }
        BuiltIn method = BuiltIn.named(key);
        if (method != null && method.arity() == 0) {
            return new Expr.Method(span, method, operand(body, level), List.of());
        }
        if (method != null) {
            Json.ObjectOf parts = parts(body, BOTH);
            return new Expr.Method(span, method, below(parts, "left", level), List.of(below(parts, "right", level)));
        }
        ExtensionFunction function = ExtensionFunction.named(key);
        if (function != null) {
            return new Expr.Call(span, function, list(body, level));
        }
        throw new JsonFormatException(
                object.keyOffset(key),
                "unknown operator `" + key + "`",
                "one of Cedar's operators, methods or functions, or `Value`, `Var`, `Set` or `Record`");
    }

    /** {@code a && b && c} nests to the left in JSON, but is one in the tree. */
    private List<Expr> operands(String key, Json body, int level) {
        List<Json> behind = new ArrayList<>();
        Json.ObjectOf parts = parts(body, BOTH);
        behind.add(parts.need("right"));
        Json first = parts.need("left");
        while (first instanceof Json.ObjectOf object
                && object.members().size() == 1
                && object.get(key) instanceof Json.ObjectOf inner) {
            parts = parts(inner, BOTH);
            behind.add(parts.need("right"));
            first = parts.need("left");
        }
        List<Expr> operands = new ArrayList<>();
        operands.add(expression(first, level + 1));
        for (int i = behind.size() - 1; i >= 0; i--) {
            operands.add(expression(behind.get(i), level + 1));
        }
        return operands;
    }

    /** With several names it is what {@code a has b.c} is in Cedar's syntax. */
    private Expr has(Json.ObjectOf parts, Span span, int level) {
        Json names = parts.need("attr");
        int before = count.total();
        if (names instanceof Json.Text name) {
            return new Expr.Has(span, below(parts, "left", level), name.text());
        }
        int steps = names.elements().size();
        if (steps == 0) {
            throw names.unexpected("a name or several");
        }
        Expr holder = expression(parts.need("left"), level + (steps == 1 ? 1 : steps + 1));
        int size = count.total() - before;
        List<Expr> tests = new ArrayList<>();
        for (Json name : names.elements()) {
            if (!tests.isEmpty()) {
                copy(parts, size + tests.size());
            }
            tests.add(new Expr.Has(span, holder, name.text()));
            holder = new Expr.Attribute(span, holder, name.text());
        }
        return steps == 1 ? tests.get(0) : new Expr.And(span, tests);
    }

    private void copy(Json at, int size) {
        if (!count.addCopy(size)) {
            throw new JsonFormatException(at.offset(), ExpressionCount.TOO_MANY, "fewer of them in one another");
        }
    }

    private Expr is(Json.ObjectOf parts, Span span, int level) {
        String type = JsonEscapes.typeName(parts.need("entity_type"));
        Json group = parts.get("in");
        if (group == null || group instanceof Json.Null) {
            return new Expr.Is(span, below(parts, "left", level), type);
        }
        int before = count.total();
        Expr target = expression(parts.need("left"), level + 2);
        copy(parts, count.total() - before);
        Expr in = new Expr.Binary(span, BinaryOp.IN, target, expression(group, level + 2));
        return new Expr.And(span, List.of(new Expr.Is(span, target, type), in));
    }

    private static Pattern pattern(Json json) {
        PatternBuilder pattern = new PatternBuilder();
        for (Json element : json.elements()) {
            if (element instanceof Json.ObjectOf object) {
                object.onlyKeys(List.of("Literal"));
                pattern.literal().append(object.need("Literal").text());
            } else if (element instanceof Json.Text text && text.text().equals("Wildcard")) {
                pattern.wildcard();
            } else {
                throw element.unexpected("\"Wildcard\" or {\"Literal\": \"…\"}");
            }
        }
        return pattern.build();
    }

    private static Var variable(Json json) {
        for (Var variable : Var.values()) {
            if (variable.toString().equals(json.text())) {
                return variable;
            }
        }
        throw new JsonFormatException(
                json.offset(),
                "unknown variable `" + json.text() + "`",
                "`principal`, `action`, `resource` or `context`");
    }

    private List<Expr.Field> fields(Json json, int level) {
        List<Expr.Field> fields = new ArrayList<>();
        for (Map.Entry<String, Json> member : json.object().members().entrySet()) {
            fields.add(new Expr.Field(member.getKey(), expression(member.getValue(), level + 1)));
        }
        return fields;
    }

    private List<Expr> list(Json json, int level) {
        List<Expr> list = new ArrayList<>();
        for (Json element : json.elements()) {
            list.add(expression(element, level + 1));
        }
        return list;
    }

    private Expr operand(Json body, int level) {
        return below(parts(body, ONE), "arg", level);
    }

    private Expr below(Json.ObjectOf parts, String key, int level) {
        return expression(parts.need(key), level + 1);
    }

    private static Json.ObjectOf parts(Json body, List<String> known) {
        Json.ObjectOf parts = body.object();
        parts.onlyKeys(known);
        return parts;
    }

    private static String soleKey(Json.ObjectOf object) {
        String sole = null;
        for (String key : object.members().keySet()) {
            if (sole != null) {
                throw new JsonFormatException(
                        object.keyOffset(key), "`" + key + "` stands beside `" + sole + "`", "one key an expression");
            }
            sole = key;
        }
        if (sole == null) {
            throw new JsonFormatException(object.offset(), "unexpected empty object", "an expression");
        }
        return sole;
    }

    Span span(Json json) {
        return new Span(source, json.offset(), json.end());
    }

    /** Notes that an expression is read at that level. */
    void enter(Json json, int level) {
        count.add();
        if (level > SyntaxLimits.DEPTH) {
            throw new JsonFormatException(
                    json.offset(),
                    "this expression nests deeper than " + SyntaxLimits.DEPTH + " levels",
                    "a flatter one");
        }
    }
}
