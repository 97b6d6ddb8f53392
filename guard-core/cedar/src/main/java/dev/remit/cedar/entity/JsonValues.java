package dev.remit.cedar.entity;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.ExtensionFunction;
import dev.remit.cedar.ast.Names;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cedar values out of JSON. */
final class JsonValues {
    /** How deep the JSON of entities and contexts may nest. */
    static final int DEPTH = 64;

    private static final String ENTITY = "__entity";
    private static final String EXTENSION = "__extn";
    private static final String EXPRESSION = "__expr";

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
        if (object.has(ENTITY)) {
            return Value.of(uid(object));
        }
        if (object.has(EXTENSION)) {
            object.onlyKeys(List.of(EXTENSION));
            return extension(object.need(EXTENSION).object());
        }
        if (object.has(EXPRESSION)) {
            throw new JsonFormatException(object.offset(), "`" + EXPRESSION + "` is not supported", "`__extn`");
        }
        Map<String, Value> attributes = new HashMap<>();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            attributes.put(member.getKey(), value(member.getValue()));
        }
        return Value.record(attributes);
    }

    private static Value extension(Json.ObjectOf call) {
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

    /** {@code {"type": …, "id": …}}, also inside {@code __entity}. */
    static EntityUid uid(Json json) {
        Json.ObjectOf object = json.object();
        Json inner = object.get(ENTITY);
        if (inner != null) {
            object.onlyKeys(List.of(ENTITY));
            return uid(inner);
        }
        Json type = object.need("type");
        String name = type.text();
        if (!Names.isPath(name) || Names.isReserved(name)) {
            throw new JsonFormatException(type.offset(), "`" + name + "` is no type name", "");
        }
        object.onlyKeys(List.of("type", "id"));
        return EntityUid.of(name, object.need("id").text());
    }
}
