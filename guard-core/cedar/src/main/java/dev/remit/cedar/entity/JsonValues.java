package dev.remit.cedar.entity;

import dev.remit.cedar.ast.ExtensionFunction;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonEscapes;
import dev.remit.cedar.json.JsonFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cedar values out of JSON. */
final class JsonValues {
    /** How deep the JSON of entities and contexts may nest. */
    static final int DEPTH = 64;

    private JsonValues() {}

    /** A value that is a record. */
    static Value context(Json json) {
        Value value = value(json);
        if (value.kind() != Value.Kind.RECORD) {
            throw json.unexpected("an object");
        }
        return value;
    }

    static Value value(Json json) {
        if (json instanceof Json.Bool bool) {
            return Value.of(bool.bool());
        }
        if (json instanceof Json.Whole number) {
            return Value.of(number.value());
        }
        if (json instanceof Json.Text text) {
            return Value.of(text.text());
        }
        if (json instanceof Json.ArrayOf array) {
            List<Value> elements = new ArrayList<>();
            for (Json element : array.elements()) {
                elements.add(value(element));
            }
            return Value.set(elements);
        }
        if (json instanceof Json.Null) {
            throw new JsonFormatException(json.offset(), "null is no Cedar value", "the attribute left out");
        }
        return record(json.object());
    }

    private static Value record(Json.ObjectOf object) {
        if (object.has(JsonEscapes.ENTITY)) {
            return Value.of(JsonEscapes.uid(object));
        }
        if (object.has(JsonEscapes.EXTENSION)) {
            object.onlyKeys(List.of(JsonEscapes.EXTENSION));
            return extension(object.need(JsonEscapes.EXTENSION).object());
        }
        if (object.has(JsonEscapes.EXPRESSION)) {
            throw JsonEscapes.expression(object);
        }
        Map<String, Value> attributes = new HashMap<>();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            attributes.put(member.getKey(), value(member.getValue()));
        }
        return Value.record(attributes);
    }

    /** {@code {"fn": …, "arg": …}}. */
    static Value extension(Json.ObjectOf call) {
        Json name = call.need("fn");
        ExtensionFunction function = ExtensionFunction.named(name.text());
        if (function == null) {
            throw new JsonFormatException(name.offset(), "`" + name.text() + "` is no extension function", "");
        }
        List<Value> arguments = new ArrayList<>();
        Json several = call.get("args");
        if (several == null) {
            arguments.add(value(call.need("arg")));
        } else {
            for (Json argument : several.elements()) {
                arguments.add(value(argument));
            }
        }
        try {
            return Value.extension(function, arguments);
        } catch (IllegalArgumentException e) {
            throw new JsonFormatException(call.offset(), String.valueOf(e.getMessage()), "");
        }
    }
}
