package dev.remit.cedar.eval;

import dev.remit.cedar.ast.EntityUid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The entities of one snapshot: those of the store and those that policies name, numbered. Immutable once built. */
public final class EntityTable {
    private final Map<EntityUid, ResolvedEntity> entities = new HashMap<>();

    private EntityTable() {}

    /**
     * Numbers and links entities.
     *
     * @param definitions the entities of the store
     * @param mentioned names in policies
     */
    public static EntityTable of(Collection<Definition> definitions, Collection<EntityUid> mentioned) {
        EntityTable table = new EntityTable();
        Map<EntityUid, Collection<EntityUid>> parents = new HashMap<>();
        for (Definition definition : definitions) {
            // Groups first and near each other, so that the bit sets stay short.
            for (EntityUid parent : definition.parents()) {
                table.intern(parent);
            }
            parents.put(definition.uid(), definition.parents());
        }
        for (EntityUid uid : mentioned) {
            table.intern(uid);
        }
        for (Definition definition : definitions) {
            table.intern(definition.uid());
        }
        for (Definition definition : definitions) {
            BitSet known = new BitSet();
            Deque<EntityUid> open = new ArrayDeque<>(definition.parents());
            while (!open.isEmpty()) {
                EntityUid next = open.pop();
                int index = table.entity(next).index();
                if (!known.get(index)) {
                    known.set(index);
                    open.addAll(parents.getOrDefault(next, List.of()));
                }
            }
            table.entity(definition.uid())
                    .define(
                            table.link(definition.attributes()),
                            table.link(definition.tags()),
                            new Ancestors(known, Set.of()));
        }
        return table;
    }

    private void intern(EntityUid uid) {
        if (!entities.containsKey(uid)) {
            entities.put(uid, new ResolvedEntity(uid, entities.size(), this));
        }
    }

    private ResolvedEntity entity(EntityUid uid) {
        ResolvedEntity entity = entities.get(uid);
        if (entity == null) {
            throw new IllegalStateException("not in the table: entity=" + uid);
        }
        return entity;
    }

    /** The entity of that name, or null where neither the store nor a policy names it. */
    @Nullable
    ResolvedEntity find(EntityUid uid) {
        return entities.get(uid);
    }

    /** Joins what the store knows of an entity with what the caller does; the caller's attributes win. */
    ResolvedEntity resolve(EntityUid uid, Collection<EntityUid> parents, Map<String, Value> attributes) {
        ResolvedEntity stored = entities.get(uid);
        BitSet known = new BitSet();
        Set<EntityUid> unknown = new HashSet<>();
        if (stored != null) {
            stored.ancestors().addTo(known);
        }
        for (EntityUid parent : parents) {
            ResolvedEntity group = entities.get(parent);
            if (group == null) {
                unknown.add(parent);
            } else {
                known.set(group.index());
                group.ancestors().addTo(known);
            }
        }
        Map<String, Value> merged = new HashMap<>();
        if (stored != null) {
            for (int i = 0; i < stored.attributes().size(); i++) {
                merged.put(
                        stored.attributes().name(i).text().toString(),
                        stored.attributes().value(i));
            }
        }
        merged.putAll(attributes);
        ResolvedEntity resolved = new ResolvedEntity(uid, stored == null ? -1 : stored.index(), this);
        resolved.define(
                link(merged), stored == null ? RecordValue.EMPTY : stored.tags(), new Ancestors(known, unknown));
        return resolved;
    }

    private RecordValue link(Map<String, Value> attributes) {
        return attributes.isEmpty() ? RecordValue.EMPTY : (RecordValue) link((Value) RecordValue.of(attributes));
    }

    /** A copy that shares nothing with a frame and whose entities are this table's. */
    public Value link(Value value) {
        return switch (value.kind()) {
            case ENTITY -> {
                ResolvedEntity entity = (ResolvedEntity) value;
                ResolvedEntity known = entities.get(entity.uid());
                yield known == null ? entity : known;
            }
            case SET -> {
                SetValue set = (SetValue) value;
                List<Value> elements = new ArrayList<>(set.size());
                for (int i = 0; i < set.size(); i++) {
                    elements.add(link(set.element(i)));
                }
                yield SetValue.of(elements);
            }
            case RECORD -> {
                RecordValue record = (RecordValue) value;
                Map<String, Value> copy = new HashMap<>();
                for (int i = 0; i < record.size(); i++) {
                    copy.put(record.name(i).text().toString(), link(record.value(i)));
                }
                yield RecordValue.of(copy);
            }
            case STRING -> new StringValue(((StringValue) value).text().toString());
            case IP -> ((IpValue) value).copy();
            case BOOL, INVALID -> value;
            default -> new NumberValue(value.kind(), ((NumberValue) value).value());
        };
    }

    /**
     * An entity of the store.
     *
     * @param uid its name
     * @param attributes its attributes
     * @param tags its tags
     * @param parents what it is directly in
     */
    public record Definition(
            EntityUid uid, Map<String, Value> attributes, Map<String, Value> tags, List<EntityUid> parents) {}
}
