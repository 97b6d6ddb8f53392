package dev.remit.cedar.parse;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Scope;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonEscapes;
import dev.remit.cedar.json.JsonFormatException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a policy in JSON asks of the principal, action or resource: {@code {"op": "==", "entity": …}} and the like. */
final class JsonScopeParser {
    private static final List<String> ALL = List.of("op");
    private static final List<String> ONE = List.of("op", "entity", "slot");
    private static final List<String> IS = List.of("op", "entity_type", "in");
    private static final List<String> GROUP = List.of("entity", "slot");
    private static final List<String> ACTION = List.of("op", "entity");
    private static final List<String> ACTIONS = List.of("op", "entity", "entities");

    private JsonScopeParser() {}

    /**
     * Of the principal or the resource.
     *
     * @param slot the only slot that can stand for it
     */
    static Scope party(Json json, String slot) {
        Json.ObjectOf scope = json.object();
        Json op = scope.need("op");
        switch (op.text()) {
            case "All", "all" -> {
                scope.onlyKeys(ALL);
                return new Scope.Any();
            }
            case "==" -> {
                EntityUid uid = entityOrSlot(scope, ONE, slot);
                return uid == null ? new Scope.EqualSlot() : new Scope.Equal(uid);
            }
            case "in" -> {
                EntityUid uid = entityOrSlot(scope, ONE, slot);
                return uid == null ? new Scope.InSlot() : new Scope.In(uid);
            }
            case "is" -> {
                return is(scope, slot);
            }
            default -> throw unknown(op, "`All`, `==`, `in` or `is`");
        }
    }

    /** Of the action. */
    static Scope action(Json json) {
        Json.ObjectOf scope = json.object();
        Json op = scope.need("op");
        switch (op.text()) {
            case "All", "all" -> {
                scope.onlyKeys(ALL);
                return new Scope.Any();
            }
            case "==" -> {
                scope.onlyKeys(ACTION);
                return new Scope.Equal(action(scope, "entity"));
            }
            case "in" -> {
                scope.onlyKeys(ACTIONS);
                return actions(scope);
            }
            default -> throw unknown(op, "`All`, `==` or `in`");
        }
    }

    private static Scope is(Json.ObjectOf scope, String slot) {
        scope.onlyKeys(IS);
        String type = JsonEscapes.typeName(scope.need("entity_type"));
        Json group = scope.get("in");
        if (group == null || group instanceof Json.Null) {
            return new Scope.Is(type);
        }
        EntityUid uid = entityOrSlot(group.object(), GROUP, slot);
        return uid == null ? new Scope.IsInSlot(type) : new Scope.IsIn(type, uid);
    }

    /** The entity, or null where the slot stands. */
    private static @Nullable EntityUid entityOrSlot(Json.ObjectOf scope, List<String> known, String slot) {
        scope.onlyKeys(known);
        Json written = scope.get("slot");
        if (written == null) {
            return JsonEscapes.uid(scope.need("entity"));
        }
        if (scope.has("entity")) {
            throw new JsonFormatException(scope.keyOffset("slot"), "`slot` stands beside `entity`", "one of them");
        }
        if (!written.text().equals(slot)) {
            throw new JsonFormatException(
                    written.offset(),
                    "`" + written.text() + "` can't stand for the " + slot.substring(1),
                    '`' + slot + '`');
        }
        return null;
    }

    private static Scope actions(Json.ObjectOf scope) {
        if (!scope.has("entities")) {
            return new Scope.In(action(scope, "entity"));
        }
        if (scope.has("entity")) {
            throw new JsonFormatException(
                    scope.keyOffset("entities"), "`entities` stands beside `entity`", "one of them");
        }
        List<EntityUid> actions = new ArrayList<>();
        for (Json action : scope.need("entities").elements()) {
            actions.add(action(action, JsonEscapes.uid(action)));
        }
        return new Scope.InAny(actions);
    }

    private static EntityUid action(Json.ObjectOf scope, String key) {
        Json entity = scope.need(key);
        return action(entity, JsonEscapes.uid(entity));
    }

    private static EntityUid action(Json at, EntityUid uid) {
        if (!uid.isAction()) {
            throw new JsonFormatException(
                    at.offset(), "`" + uid + "` is no action", "an entity whose type ends in `Action`");
        }
        return uid;
    }

    private static JsonFormatException unknown(Json op, String expected) {
        return new JsonFormatException(op.offset(), "unknown operator `" + op.text() + "`", expected);
    }
}
