package dev.remit.cedar.entity;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonEscapes;
import dev.remit.cedar.json.JsonFormatException;
import dev.remit.cedar.json.JsonText;
import dev.remit.cedar.parse.EntityUidParser;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads a request from JSON: {@code {"principal": …, "action": …, "resource": …, "context": {…}, "entities": […]}}, the last two optional. An
 * entity is {@code {"type": …, "id": …}} or a text as policies write it, {@code "User::\"alice\""}. Stateless.
 */
public final class RequestParser {
    private static final List<String> KEYS = List.of("principal", "action", "resource", "context", "entities");

    private RequestParser() {}

    /**
     * Parses a request.
     *
     * @param name what errors call the text
     * @throws EntityFormatException naming the text and the place
     */
    public static Request parse(String name, String json) {
        JsonErrors errors = new JsonErrors(name, json);
        Request request = null;
        try {
            request = request(JsonText.parse(json, JsonValues.DEPTH).object(), errors);
        } catch (JsonFormatException e) {
            errors.add(e);
        }
        errors.throwIfAny();
        return Objects.requireNonNull(request);
    }

    private static Request request(Json.ObjectOf object, JsonErrors errors) {
        object.onlyKeys(KEYS);
        Json context = object.get("context");
        Json entities = object.get("entities");
        return new Request(
                entity(object.need("principal")),
                entity(object.need("action")),
                entity(object.need("resource")),
                context == null ? Value.record(Map.of()) : JsonValues.context(context),
                entities == null ? null : EntityParser.read(entities, null, errors));
    }

    private static EntityUid entity(Json json) {
        if (!(json instanceof Json.Text text)) {
            return JsonEscapes.uid(json);
        }
        EntityUid uid = EntityUidParser.parse(text.text());
        if (uid == null) {
            throw new JsonFormatException(
                    json.offset(), "`" + text.text() + "` is no entity", "one such as User::\"alice\"");
        }
        return uid;
    }
}
