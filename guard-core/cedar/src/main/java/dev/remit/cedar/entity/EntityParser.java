package dev.remit.cedar.entity;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.EntityTable;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonEscapes;
import dev.remit.cedar.json.JsonFormatException;
import dev.remit.cedar.json.JsonText;
import dev.remit.cedar.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Cedar's entities JSON: an array of {@code {"uid": …, "attrs": …, "parents": …, "tags": …}}; {@code tags} may be left out. Values that JSON has no form for are written
 * {@code {"__entity": …}} and {@code {"__extn": …}}.
 */
public final class EntityParser {
    private static final List<String> KEYS = List.of("uid", "attrs", "parents", "tags");

    private final JsonErrors errors;
    private final @Nullable TypedEntities typed;

    private EntityParser(@Nullable Schema schema, JsonErrors errors) {
        this.errors = errors;
        this.typed = schema == null ? null : new TypedEntities(schema, errors);
    }

    /**
     * Parses entities.
     *
     * @param fileName what errors call it
     * @throws EntityFormatException naming the file and every place
     */
    public static EntityStore parse(String fileName, String json) {
        return parse(fileName, json, null);
    }

    /**
     * Parses entities that must fit a schema. The schema says which values are entities or values of extensions, so that the JSON need not; its
     * actions are among the entities, whether the JSON has them or not.
     *
     * @param fileName what errors call it
     * @param schema the schema; null for none
     * @throws EntityFormatException naming the file and every place
     */
    public static EntityStore parse(String fileName, String json, @Nullable Schema schema) {
        JsonErrors errors = new JsonErrors(fileName, json);
        EntityStore store = EntityStore.empty();
        try {
            store = read(JsonText.parse(json, JsonValues.DEPTH), schema, errors);
        } catch (JsonFormatException e) {
            errors.add(e);
        }
        errors.throwIfAny();
        return store;
    }

    /** The entities of a part of a text, as far as they can be read. */
    static EntityStore read(Json root, @Nullable Schema schema, JsonErrors errors) {
        Map<EntityUid, EntityTable.Definition> entities = new LinkedHashMap<>();
        EntityParser parser = new EntityParser(schema, errors);
        parser.read(root, entities);
        if (parser.typed != null) {
            for (EntityTable.Definition action : parser.typed.actions()) {
                entities.putIfAbsent(action.uid(), action);
            }
        }
        return new EntityStore(entities);
    }

    private void read(Json root, Map<EntityUid, EntityTable.Definition> entities) {
        for (Json element : root.elements()) {
            try {
                Json.ObjectOf object = element.object();
                EntityTable.Definition entity = entity(object);
                EntityTable.Definition first = entities.putIfAbsent(entity.uid(), entity);
                if (first != null && !same(first, entity)) {
                    errors.add(
                            object.need("uid").offset(),
                            "the entity " + entity.uid() + " stands twice and differs",
                            "it once, or the same each time");
                }
            } catch (JsonFormatException e) {
                errors.add(e);
            }
        }
        rejectCycles(root, entities);
        if (typed != null) {
            typed.checkActions();
        }
    }

    private static boolean same(EntityTable.Definition a, EntityTable.Definition b) {
        return new HashSet<>(a.parents()).equals(new HashSet<>(b.parents()))
                && same(a.attributes(), b.attributes())
                && same(a.tags(), b.tags());
    }

    /** By their texts, which are the same for equal values. */
    private static boolean same(Map<String, Value> a, Map<String, Value> b) {
        return Value.record(a).toString().equals(Value.record(b).toString());
    }

    private EntityTable.Definition entity(Json.ObjectOf object) {
        object.onlyKeys(KEYS);
        EntityUid uid = JsonEscapes.uid(object.need("uid"));
        if (typed != null) {
            return typed.entity(uid, parents(uid, object.need("parents")), object);
        }
        Map<String, Value> attributes = attributes(object.need("attrs"));
        Json tags = object.get("tags");
        return new EntityTable.Definition(
                uid, attributes, tags == null ? Map.of() : attributes(tags), parents(uid, object.need("parents")));
    }

    private static List<EntityUid> parents(EntityUid uid, Json list) {
        List<EntityUid> parents = new ArrayList<>();
        for (Json json : list.elements()) {
            EntityUid parent = JsonEscapes.uid(json);
            if (uid.isAction() && !parent.isAction()) {
                throw new JsonFormatException(
                        json.offset(), "the action " + uid + " can't be in " + parent, "another action");
            }
            parents.add(parent);
        }
        return List.copyOf(parents);
    }

    private Map<String, Value> attributes(Json object) {
        Map<String, Value> attributes = new HashMap<>();
        for (Map.Entry<String, Json> member : object.object().members().entrySet()) {
            try {
                attributes.put(member.getKey(), JsonValues.value(member.getValue()));
            } catch (JsonFormatException e) {
                errors.add(e);
            }
        }
        return Map.copyOf(attributes);
    }

    /** Takes away entities whose parents are all gone, until none is left, or only a circle. */
    private void rejectCycles(Json root, Map<EntityUid, EntityTable.Definition> entities) {
        Map<EntityUid, List<EntityUid>> children = new HashMap<>();
        Map<EntityUid, int[]> open = new HashMap<>();
        List<EntityUid> ready = new ArrayList<>();
        for (EntityTable.Definition entity : entities.values()) {
            int known = 0;
            for (EntityUid parent : entity.parents()) {
                if (entities.containsKey(parent)) {
                    List<EntityUid> siblings = children.get(parent);
                    if (siblings == null) {
                        siblings = new ArrayList<>();
                        children.put(parent, siblings);
                    }
                    siblings.add(entity.uid());
                    known++;
                }
            }
            open.put(entity.uid(), new int[] {known});
            if (known == 0) {
                ready.add(entity.uid());
            }
        }
        int done = 0;
        for (; done < ready.size(); done++) {
            for (EntityUid child : children.getOrDefault(ready.get(done), List.of())) {
                int[] left = open.get(child);
                if (left != null && --left[0] == 0) {
                    ready.add(child);
                }
            }
        }
        if (done < entities.size()) {
            EntityUid one = open.entrySet().stream()
                    .filter(entry -> entry.getValue()[0] > 0)
                    .map(Map.Entry::getKey)
                    .min(EntityUid::compareTo)
                    .orElseThrow();
            errors.add(root.offset(), "an entity is among its own ancestors: " + one, "");
        }
    }
}
