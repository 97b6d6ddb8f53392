package dev.remit.cedar.ast;

import java.util.Objects;

/**
 * The unique name of an entity, {@code Type::"id"}. Immutable, its hash computed once.
 */
public final class EntityUid implements Comparable<EntityUid> {
    private final String type;
    private final String id;
    private final int hash;

    private EntityUid(String type, String id) {
        this.type = Objects.requireNonNull(type, "type");
        this.id = Objects.requireNonNull(id, "id");
        this.hash = 31 * type.hashCode() + id.hashCode();
    }

    /**
     * An entity's name.
     *
     * @param type the whole type name, such as {@code Remit::Agent}
     * @param id the id, any text
     */
    public static EntityUid of(String type, String id) {
        return new EntityUid(type, id);
    }

    /** The whole type name with its namespaces. */
    public String type() {
        return type;
    }

    /** The id, unescaped. */
    public String id() {
        return id;
    }

    /** Whether it is an action by its type, {@code Action} in any namespace. */
    public boolean isAction() {
        return Names.isActionType(type);
    }

    @Override
    public int compareTo(EntityUid other) {
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : id.compareTo(other.id);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof EntityUid uid && hash == uid.hash && id.equals(uid.id) && type.equals(uid.type));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** As Cedar writes it. */
    @Override
    public String toString() {
        return type + "::" + Quoted.of(id);
    }
}
