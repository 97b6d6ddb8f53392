package dev.remit.cedar.entity;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.ExtensionFunction;
import dev.remit.cedar.eval.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cedar values out of parsed JSON; errors name a JSON pointer. */
final class JsonValues {
    private static final String ENTITY = "__entity";
    private static final String EXTENSION = "__extn";
    private static final String EXPRESSION = "__expr";

    private final String fileName;

    JsonValues(String fileName) {
        this.fileName = fileName;
    }

    EntityFormatException error(String pointer, String message) {
        return new EntityFormatException(fileName, pointer.isEmpty() ? "/" : pointer, message);
    }

    Value value(Object json, String at) {
        if (json instanceof Boolean bool) {
            return Value.of((boolean) bool);
        }
        if (json instanceof Long number) {
            return Value.of((long) number);
        }
        if (json instanceof String text) {
            return Value.of(text);
        }
        if (json instanceof List<?> list) {
            List<Value> elements = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                elements.add(value(list.get(i), at + '/' + i));
            }
            return Value.set(elements);
        }
        if (json == JsonTree.NULL) {
            throw error(at, "null is no Cedar value; leave the attribute out");
        }
        return record(object(json, at), at);
    }

    private Value record(Map<String, Object> object, String at) {
        if (object.containsKey(ENTITY)) {
            return Value.of(uid(object, at));
        }
        if (object.containsKey(EXTENSION)) {
            onlyKey(object, EXTENSION, at);
            return extension(object(object.get(EXTENSION), at + '/' + EXTENSION), at + '/' + EXTENSION);
        }
        if (object.containsKey(EXPRESSION)) {
            throw error(at, "`" + EXPRESSION + "` is not supported; write `" + EXTENSION + "`");
        }
        Map<String, Value> attributes = new HashMap<>();
        object.forEach((name, value) -> attributes.put(name, value(value, at + '/' + name)));
        return Value.record(attributes);
    }

    private Value extension(Map<String, Object> call, String at) {
        String name = text(call.get("fn"), at + "/fn");
        ExtensionFunction function = ExtensionFunction.named(name);
        if (function == null) {
            throw error(at + "/fn", "`" + name + "` is no extension function");
        }
        List<Value> arguments = new ArrayList<>();
        if (call.containsKey("args")) {
            List<?> list = array(call.get("args"), at + "/args");
            for (int i = 0; i < list.size(); i++) {
                arguments.add(value(list.get(i), at + "/args/" + i));
            }
        } else if (call.containsKey("arg")) {
            arguments.add(value(call.get("arg"), at + "/arg"));
        } else {
            throw error(at, "expected `arg` or `args`");
        }
        try {
            return Value.extension(function, arguments);
        } catch (IllegalArgumentException e) {
            throw error(at, String.valueOf(e.getMessage()));
        }
    }

    /** {@code {"type": …, "id": …}}, also inside {@code __entity}. */
    EntityUid uid(@Nullable Object json, String at) {
        Map<String, Object> object = object(json, at);
        if (object.containsKey(ENTITY)) {
            onlyKey(object, ENTITY, at);
            return uid(object.get(ENTITY), at + '/' + ENTITY);
        }
        String type = text(object.get("type"), at + "/type");
        if (!type.matches("[_a-zA-Z][_a-zA-Z0-9]*(::[_a-zA-Z][_a-zA-Z0-9]*)*")) {
            throw error(at + "/type", "`" + type + "` is no type name");
        }
        if (object.size() != 2) {
            throw error(at, "expected `type` and `id` only");
        }
        return EntityUid.of(type, text(object.get("id"), at + "/id"));
    }

    private void onlyKey(Map<String, Object> object, String key, String at) {
        if (object.size() != 1) {
            throw error(at, "`" + key + "` must be the only key");
        }
    }

    private String text(@Nullable Object json, String at) {
        if (json instanceof String text) {
            return text;
        }
        throw error(at, json == null ? "is missing" : "expected a string");
    }

    List<?> array(@Nullable Object json, String at) {
        if (json instanceof List<?> list) {
            return list;
        }
        throw error(at, json == null ? "is missing" : "expected an array");
    }

    @SuppressWarnings("unchecked") // JsonTree makes maps of strings only.
    Map<String, Object> object(@Nullable Object json, String at) {
        if (json instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw error(at, json == null ? "is missing" : "expected an object");
    }
}
