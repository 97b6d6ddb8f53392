package dev.remit.cedar.entity;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.EntityTable;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonFormatException;
import dev.remit.cedar.schema.ActionType;
import dev.remit.cedar.schema.EntityType;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a schema asks of entities. */
final class TypedEntities {
    private final Schema schema;
    private final TypedValues values;
    private final JsonErrors errors;

    /** The actions of the JSON, with their parents and places. */
    private final Map<EntityUid, List<EntityUid>> actionParents = new LinkedHashMap<>();

    private final Map<EntityUid, Integer> actionOffsets = new HashMap<>();

    TypedEntities(Schema schema, JsonErrors errors) {
        this.schema = schema;
        this.values = new TypedValues(schema);
        this.errors = errors;
    }

    /** An entity of the JSON, whose type, attributes, tags and parents must be those that the schema has. */
    EntityTable.Definition entity(EntityUid uid, List<EntityUid> parents, Json.ObjectOf object) {
        Json name = object.need("uid");
        if (uid.isAction()) {
            return action(uid, parents, object);
        }
        EntityType type = schema.entityType(uid.type());
        if (type == null) {
            String near = schema.entityTypeNear(uid.type());
            throw new JsonFormatException(
                    name.offset(),
                    "the schema has no entity type `" + uid.type() + '`',
                    near == null ? "" : '`' + near + '`');
        }
        values.existing(name, uid);
        parents(uid, parents, type, object.need("parents"));
        Json tags = object.get("tags");
        return new EntityTable.Definition(
                uid,
                attributes(object.need("attrs").object(), type.attributes()),
                tags == null ? Map.of() : tags(tags.object(), type),
                parents);
    }

    /** The schema's own actions, which the JSON may leave out. */
    List<EntityTable.Definition> actions() {
        List<EntityTable.Definition> actions = new ArrayList<>();
        for (ActionType action : schema.actions()) {
            actions.add(new EntityTable.Definition(action.uid(), Map.of(), Map.of(), List.copyOf(action.ancestors())));
        }
        return actions;
    }

    private EntityTable.Definition action(EntityUid uid, List<EntityUid> parents, Json.ObjectOf object) {
        if (schema.action(uid) == null) {
            throw new JsonFormatException(object.need("uid").offset(), "the schema has no action `" + uid + "`", "");
        }
        Json tags = object.get("tags");
        if (!object.need("attrs").object().members().isEmpty()
                || (tags != null && !tags.object().members().isEmpty())) {
            throw differs(uid, object.offset());
        }
        actionParents.put(uid, parents);
        actionOffsets.put(uid, object.offset());
        return new EntityTable.Definition(uid, Map.of(), Map.of(), parents);
    }

    /** Refuses actions that are in other groups than the schema has them in; only the JSON itself says which group is in which. */
    void checkActions() {
        for (Map.Entry<EntityUid, List<EntityUid>> action : actionParents.entrySet()) {
            Set<EntityUid> above = new HashSet<>();
            Deque<EntityUid> open = new ArrayDeque<>(action.getValue());
            while (!open.isEmpty()) {
                EntityUid next = open.pop();
                if (above.add(next)) {
                    open.addAll(actionParents.getOrDefault(next, List.of()));
                }
            }
            ActionType declared = schema.action(action.getKey());
            if (declared == null || !above.equals(declared.ancestors())) {
                errors.add(differs(action.getKey(), actionOffsets.getOrDefault(action.getKey(), 0)));
            }
        }
    }

    private static JsonFormatException differs(EntityUid action, int offset) {
        return new JsonFormatException(
                offset,
                "`" + action + "` differs from the schema's action",
                "the same groups without attributes, or to leave it out");
    }

    private void parents(EntityUid uid, List<EntityUid> parents, EntityType type, Json list) {
        for (int i = 0; i < parents.size(); i++) {
            EntityUid parent = parents.get(i);
            Json at = list.elements().get(i);
            if (!type.ancestors().contains(parent.type())) {
                errors.add(
                        at.offset(),
                        "by the schema no `" + uid.type() + "` can be in a `" + parent.type() + "`",
                        type.ancestors().isEmpty()
                                ? "no parent"
                                : "one of " + String.join(", ", sorted(type.ancestors())));
            } else {
                values.existing(at, parent);
            }
        }
    }

    private static List<String> sorted(Set<String> names) {
        List<String> sorted = new ArrayList<>(names);
        sorted.sort(null);
        return sorted;
    }

    private Map<String, Value> attributes(Json.ObjectOf object, Type.RecordOf type) {
        Map<String, Value> attributes = new HashMap<>();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            try {
                Type.Attribute attribute = TypedValues.declared(object, member.getKey(), type);
                attributes.put(member.getKey(), values.value(member.getValue(), attribute.type()));
            } catch (JsonFormatException e) {
                errors.add(e);
            }
        }
        for (String missing : TypedValues.missing(object, type)) {
            errors.add(object.offset(), "the attribute `" + missing + "` is missing", "");
        }
        return Map.copyOf(attributes);
    }

    private Map<String, Value> tags(Json.ObjectOf object, EntityType type) {
        Map<String, Value> tags = new HashMap<>();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            if (type.tags() == null) {
                throw new JsonFormatException(
                        object.keyOffset(member.getKey()), "by the schema no `" + type.name() + "` has tags", "");
            }
            try {
                tags.put(member.getKey(), values.value(member.getValue(), type.tags()));
            } catch (JsonFormatException e) {
                errors.add(e);
            }
        }
        return Map.copyOf(tags);
    }
}
