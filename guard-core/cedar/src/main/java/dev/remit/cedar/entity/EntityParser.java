package dev.remit.cedar.entity;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.EntityTable;
import dev.remit.cedar.eval.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads entities from Cedar's entities JSON: an array of {@code {uid, attrs, parents, tags}}. Stateless. */
public final class EntityParser {
    private static final Set<String> KEYS = Set.of("uid", "attrs", "parents", "tags");

    private final JsonValues values;

    private EntityParser(String fileName) {
        this.values = new JsonValues(fileName);
    }

    /**
     * Parses entities.
     *
     * @param fileName what errors call it
     * @throws EntityFormatException naming the file and the place
     */
    public static EntityStore parse(String fileName, String json) {
        return store(fileName, JsonTree.parse(fileName, json), "");
    }

    /** The entities of a tree that stands at a place of its text. */
    static EntityStore store(String fileName, @Nullable Object root, String at) {
        return new EntityParser(fileName).store(root, at);
    }

    private EntityStore store(@Nullable Object root, String place) {
        Map<EntityUid, EntityTable.Definition> entities = new LinkedHashMap<>();
        List<?> list = values.array(root, place);
        for (int i = 0; i < list.size(); i++) {
            String at = place + '/' + i;
            EntityTable.Definition entity = entity(values.object(list.get(i), at), at);
            if (entities.put(entity.uid(), entity) != null) {
                throw values.error(at + "/uid", "the entity " + entity.uid() + " stands twice");
            }
        }
        rejectCycles(entities);
        return new EntityStore(entities);
    }

    private EntityTable.Definition entity(Map<String, Object> object, String at) {
        for (String key : object.keySet()) {
            if (!KEYS.contains(key)) {
                throw values.error(at, "unknown key `" + key + "`, expected uid, attrs, parents or tags");
            }
        }
        EntityUid uid = values.uid(object.get("uid"), at + "/uid");
        List<EntityUid> parents = new ArrayList<>();
        if (object.containsKey("parents")) {
            List<?> list = values.array(object.get("parents"), at + "/parents");
            for (int i = 0; i < list.size(); i++) {
                parents.add(values.uid(list.get(i), at + "/parents/" + i));
            }
        }
        return new EntityTable.Definition(
                uid, attributes(object, "attrs", at), attributes(object, "tags", at), List.copyOf(parents));
    }

    private Map<String, Value> attributes(Map<String, Object> entity, String key, String at) {
        if (!entity.containsKey(key)) {
            return Map.of();
        }
        String place = at + '/' + key;
        Map<String, Value> attributes = new HashMap<>();
        values.object(entity.get(key), place)
                .forEach((name, value) -> attributes.put(name, values.value(value, place + '/' + name)));
        return Map.copyOf(attributes);
    }

    /** Takes away entities whose parents are all gone, until none is left, or only a circle. */
    private void rejectCycles(Map<EntityUid, EntityTable.Definition> entities) {
        Map<EntityUid, List<EntityUid>> children = new HashMap<>();
        Map<EntityUid, Integer> open = new HashMap<>();
        List<EntityUid> ready = new ArrayList<>();
        for (EntityTable.Definition entity : entities.values()) {
            int known = 0;
            for (EntityUid parent : entity.parents()) {
                if (entities.containsKey(parent)) {
                    children.computeIfAbsent(parent, k -> new ArrayList<>()).add(entity.uid());
                    known++;
                }
            }
            open.put(entity.uid(), known);
            if (known == 0) {
                ready.add(entity.uid());
            }
        }
        int done = 0;
        for (; done < ready.size(); done++) {
            for (EntityUid child : children.getOrDefault(ready.get(done), List.of())) {
                if (open.merge(child, -1, Integer::sum) == 0) {
                    ready.add(child);
                }
            }
        }
        if (done < entities.size()) {
            EntityUid one = open.entrySet().stream()
                    .filter(entry -> entry.getValue() > 0)
                    .map(Map.Entry::getKey)
                    .min(EntityUid::compareTo)
                    .orElseThrow();
            throw values.error("", "an entity is among its own ancestors: " + one);
        }
    }
}
