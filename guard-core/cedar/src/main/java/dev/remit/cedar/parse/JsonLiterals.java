package dev.remit.cedar.parse;

import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.ExtensionFunction;
import dev.remit.cedar.ast.Span;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonEscapes;
import dev.remit.cedar.json.JsonFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What stands in a {@code Value}: values as entities files write them, with {@code __entity} and {@code __extn}. */
final class JsonLiterals {
    private static final List<String> ONE = List.of("fn", "arg");
    private static final List<String> SEVERAL = List.of("fn", "args");

    private final JsonExpressionParser expressions;

    JsonLiterals(JsonExpressionParser expressions) {
        this.expressions = expressions;
    }

    /**
     * The expression that gives the value.
     *
     * @param level how many expressions it lies in, itself counted
     */
    Expr value(Json json, Span span, int level) {
        if (json instanceof Json.Bool bool) {
            return new Expr.BoolLiteral(span, bool.bool());
        }
        if (json instanceof Json.Whole number) {
            return new Expr.LongLiteral(span, number.value());
        }
        if (json instanceof Json.Text text) {
            return new Expr.StringLiteral(span, text.text());
        }
        if (json instanceof Json.Null) {
            throw new JsonFormatException(json.offset(), "null is no Cedar value", "another value");
        }
        if (json instanceof Json.ObjectOf object) {
            return object(object, span, level);
        }
        List<Expr> elements = new ArrayList<>();
        for (Json element : json.elements()) {
            elements.add(inner(element, level));
        }
        return new Expr.SetOf(span, elements);
    }

    private Expr object(Json.ObjectOf object, Span span, int level) {
        if (object.has(JsonEscapes.ENTITY)) {
            return new Expr.EntityLiteral(span, JsonEscapes.uid(object));
        }
        if (object.has(JsonEscapes.EXTENSION)) {
            object.onlyKeys(List.of(JsonEscapes.EXTENSION));
            return extension(object.need(JsonEscapes.EXTENSION).object(), span, level);
        }
        if (object.has(JsonEscapes.EXPRESSION)) {
            throw JsonEscapes.expression(object);
        }
        List<Expr.Field> fields = new ArrayList<>();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            fields.add(new Expr.Field(member.getKey(), inner(member.getValue(), level)));
        }
        return new Expr.RecordOf(span, fields);
    }

    private Expr extension(Json.ObjectOf call, Span span, int level) {
        Json several = call.get("args");
        call.onlyKeys(several == null ? ONE : SEVERAL);
        Json name = call.need("fn");
        ExtensionFunction function = ExtensionFunction.named(name.text());
        if (function == null) {
            throw new JsonFormatException(name.offset(), "`" + name.text() + "` is no extension function", "");
        }
        List<Expr> arguments = new ArrayList<>();
        if (several == null) {
            arguments.add(inner(call.need("arg"), level));
        } else {
            for (Json argument : several.elements()) {
                arguments.add(inner(argument, level));
            }
        }
        return new Expr.Call(span, function, arguments);
    }

    private Expr inner(Json json, int level) {
        expressions.enter(json, level + 1);
        return value(json, expressions.span(json), level + 1);
    }
}
