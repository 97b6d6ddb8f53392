package dev.remit.cedar.schema;

import dev.remit.cedar.ast.EntityUid;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Entity types and actions, by name. Immutable; the same for the same text and for its JSON form. */
public final class Schema {
    private final Map<String, EntityType> entityTypes = new TreeMap<>();
    private final Map<EntityUid, ActionType> actions = new TreeMap<>();

    Schema(Collection<EntityType> entityTypes, Collection<ActionType> actions) {
        for (EntityType type : entityTypes) {
            this.entityTypes.put(type.name(), type);
        }
        for (ActionType action : actions) {
            this.actions.put(action.uid(), action);
        }
    }

    /** The entity types, by name; actions' are not among them. */
    public Collection<EntityType> entityTypes() {
        return Collections.unmodifiableCollection(entityTypes.values());
    }

    /** The actions, by name; groups too. */
    public Collection<ActionType> actions() {
        return Collections.unmodifiableCollection(actions.values());
    }

    /** The entity type of that whole name, or null. */
    public @Nullable EntityType entityType(String name) {
        return entityTypes.get(name);
    }

    /** The entity type that someone may have meant who wrote a name that none has; null for none. */
    public @Nullable String entityTypeNear(String written) {
        return Suggestion.of("", written, List.copyOf(entityTypes.keySet()));
    }

    /** The action of that name, or null. */
    public @Nullable ActionType action(EntityUid uid) {
        return actions.get(uid);
    }

    /** Whether there may be an entity of that name: an action must be declared, and an {@code enum} type has its ids only; other ids may be any. */
    public boolean allows(EntityUid uid) {
        if (uid.isAction()) {
            return actions.containsKey(uid);
        }
        EntityType type = entityTypes.get(uid.type());
        return type == null || type.hasId(uid.id());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schema schema
                && entityTypes.equals(schema.entityTypes)
                && actions.equals(schema.actions);
    }

    @Override
    public int hashCode() {
        return 31 * entityTypes.hashCode() + actions.hashCode();
    }
}
