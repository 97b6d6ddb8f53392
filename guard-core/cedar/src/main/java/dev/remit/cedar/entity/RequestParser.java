package dev.remit.cedar.entity;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.parse.EntityUidParser;
import java.util.Map;
import java.util.Set;

/**
 * Reads a request from JSON: {@code {"principal": …, "action": …, "resource": …, "context": {…}, "entities": […]}}, the last two optional. An
 * entity is {@code {"type": …, "id": …}} or a text as policies write it, {@code "User::\"alice\""}. Stateless.
 */
public final class RequestParser {
    private static final Set<String> KEYS = Set.of("principal", "action", "resource", "context", "entities");

    private RequestParser() {}

    /**
     * Parses a request.
     *
     * @param name what errors call the text
     * @throws EntityFormatException naming the text and the place
     */
    public static Request parse(String name, String json) {
        JsonValues values = new JsonValues(name);
        Map<String, Object> object = values.object(JsonTree.parse(name, json), "");
        for (String key : object.keySet()) {
            if (!KEYS.contains(key)) {
                throw values.error(
                        "", "unknown key `" + key + "`, expected principal, action, resource, context or entities");
            }
        }
        return new Request(
                entity(object, "principal", values),
                entity(object, "action", values),
                entity(object, "resource", values),
                context(object, values),
                object.containsKey("entities") ? EntityParser.store(name, object.get("entities"), "/entities") : null);
    }

    private static EntityUid entity(Map<String, Object> object, String key, JsonValues values) {
        String at = '/' + key;
        if (!(object.get(key) instanceof String text)) {
            return values.uid(object.get(key), at);
        }
        EntityUid uid = EntityUidParser.parse(text);
        if (uid == null) {
            throw values.error(at, "`" + text + "` is no entity, expected one such as User::\"alice\"");
        }
        return uid;
    }

    private static Value context(Map<String, Object> object, JsonValues values) {
        Value context = object.containsKey("context")
                ? values.value(object.get("context"), "/context")
                : Value.record(Map.of());
        if (context.kind() != Value.Kind.RECORD) {
            throw values.error("/context", "expected an object");
        }
        return context;
    }
}
