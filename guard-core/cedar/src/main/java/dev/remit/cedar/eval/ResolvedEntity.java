package dev.remit.cedar.eval;

import dev.remit.cedar.ast.EntityUid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entity as one snapshot of policies knows it: its attributes, what it is in, and which policies name it. Made by {@link
 * CompiledPolicies#resolve}. Immutable once published, safe to share and to keep for that snapshot.
 */
public final class ResolvedEntity extends Value {
    private static final int[] NO_KEYS = {};

    private final EntityUid uid;
    private final int index;
    private final @Nullable EntityTable table;

    // Set once, by the table, before it is published: entities refer to each other in circles.
    private RecordValue attributes = RecordValue.EMPTY;
    private RecordValue tags = RecordValue.EMPTY;
    private Ancestors ancestors = Ancestors.NONE;
    private boolean exists;
    private PolicyGroup asPrincipal = PolicyGroup.NONE;
    private PolicyGroup asAction = PolicyGroup.NONE;
    private PolicyGroup asResource = PolicyGroup.NONE;
    private int[] keysAsPrincipal = NO_KEYS;
    private int[] keysAsAction = NO_KEYS;
    private int[] keysAsResource = NO_KEYS;

    ResolvedEntity(EntityUid uid, int index, @Nullable EntityTable table) {
        this.uid = uid;
        this.index = index;
        this.table = table;
    }

    static ResolvedEntity reference(EntityUid uid) {
        return new ResolvedEntity(uid, -1, null);
    }

    void define(RecordValue newAttributes, RecordValue newTags, Ancestors newAncestors) {
        attributes = newAttributes;
        tags = newTags;
        ancestors = newAncestors;
        exists = true;
    }

    /**
     * Tells it its place in the index in one role.
     *
     * @param group the policies it brings into question
     * @param keys what policies that are filed further down look it up by
     */
    void place(Role role, PolicyGroup group, int[] keys) {
        if (role == Role.PRINCIPAL) {
            asPrincipal = group;
            keysAsPrincipal = keys;
        } else if (role == Role.ACTION) {
            asAction = group;
            keysAsAction = keys;
        } else {
            asResource = group;
            keysAsResource = keys;
        }
    }

    /** The entity's name. */
    public EntityUid uid() {
        return uid;
    }

    /** The strings in the set of strings that is its attribute of that name; none where it has no such set. Allocates. */
    public List<String> strings(String attribute) {
        final @Nullable Value value = attributes.find(new StringValue(attribute));
        final @Nullable List<String> strings = value == null ? null : value.strings();
        return strings == null ? List.of() : strings;
    }

    int index() {
        return index;
    }

    @Nullable
    EntityTable table() {
        return table;
    }

    RecordValue attributes() {
        return attributes;
    }

    RecordValue tags() {
        return tags;
    }

    Ancestors ancestors() {
        return ancestors;
    }

    /** Whether anything is known of it but its name. */
    boolean exists() {
        return exists;
    }

    PolicyGroup asPrincipal() {
        return asPrincipal;
    }

    PolicyGroup asAction() {
        return asAction;
    }

    PolicyGroup asResource() {
        return asResource;
    }

    int[] keys(Role role) {
        if (role == Role.PRINCIPAL) {
            return keysAsPrincipal;
        }
        return role == Role.ACTION ? keysAsAction : keysAsResource;
    }

    /** Whether it is the entity of that number in the table. */
    boolean is(int entity) {
        return index == entity;
    }

    boolean sameAs(ResolvedEntity other) {
        return this == other || uid.equals(other.uid);
    }

    @Override
    public Kind kind() {
        return Kind.ENTITY;
    }

    @Override
    boolean equalSameKind(Value other) {
        return sameAs((ResolvedEntity) other);
    }

    @Override
    int compareSameKind(Value other) {
        return sameAs((ResolvedEntity) other) ? 0 : uid.compareTo(((ResolvedEntity) other).uid);
    }

    @Override
    void write(StringBuilder out) {
        out.append(uid);
    }
}
