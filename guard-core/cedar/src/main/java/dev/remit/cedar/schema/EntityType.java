package dev.remit.cedar.schema;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entity type. Immutable.
 *
 * @param name its whole name
 * @param ancestors the types its entities may be in, directly or not; it is among them only where the schema says so
 * @param attributes what its entities have
 * @param tags the type of each tag; null where they have none
 * @param ids the only ids there are, of an {@code enum} type; null for any
 */
public record EntityType(
        String name,
        Set<String> ancestors,
        Type.RecordOf attributes,
        @Nullable Type tags,
        @Nullable List<String> ids) {

    public EntityType {
        ancestors = Set.copyOf(ancestors);
        ids = ids == null ? null : List.copyOf(ids);
    }

    /** Whether an entity of this type may have that id. */
    public boolean hasId(String id) {
        return ids == null || ids.contains(id);
    }
}
