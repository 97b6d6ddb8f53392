package dev.remit.cedar.entity;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.EntityTable;
import dev.remit.cedar.eval.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Entities with their attributes, tags and parents. Immutable. */
public final class EntityStore {
    private static final EntityStore EMPTY = new EntityStore(Map.of());

    private final Map<EntityUid, EntityTable.Definition> entities;

    EntityStore(Map<EntityUid, EntityTable.Definition> entities) {
        this.entities = Collections.unmodifiableMap(new TreeMap<>(entities));
    }

    /** Without any entity. */
    public static EntityStore empty() {
        return EMPTY;
    }

    /** The entities, by name. */
    public Collection<EntityTable.Definition> definitions() {
        return entities.values();
    }

    /** How many entities there are. */
    public int size() {
        return entities.size();
    }

    /** All of it as text; the same for equal stores. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (EntityTable.Definition entity : entities.values()) {
            out.append(entity.uid()).append(" in ").append(new ArrayList<>(new TreeSet<>(entity.parents())));
            out.append(' ').append(Value.record(entity.attributes()));
            out.append(' ').append(Value.record(entity.tags())).append('\n');
        }
        return out.toString();
    }
}
