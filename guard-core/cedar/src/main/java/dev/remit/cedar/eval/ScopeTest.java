package dev.remit.cedar.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a policy's head asks of one party of the request. Immutable. */
public final class ScopeTest {
    /** Asks more or less than for one entity. */
    static final int SEVERAL = -1;

    /** Asks nothing. */
    public static final ScopeTest ANY = new ScopeTest(null, false, null);

    private final @Nullable String type;
    private final boolean exact;
    private final ResolvedEntity @Nullable [] entities;

    private ScopeTest(@Nullable String type, boolean exact, @Nullable List<ResolvedEntity> entities) {
        this.type = type;
        this.exact = exact;
        this.entities = entities == null ? null : entities.toArray(new ResolvedEntity[0]);
    }

    /** {@code == entity}. */
    public static ScopeTest equal(ResolvedEntity entity) {
        return new ScopeTest(null, true, List.of(entity));
    }

    /** {@code in} one of them; of an empty list, nothing is. */
    public static ScopeTest in(List<ResolvedEntity> groups) {
        return new ScopeTest(null, false, groups);
    }

    /** {@code is Type}. */
    public static ScopeTest is(String type) {
        return new ScopeTest(type, false, null);
    }

    /** {@code is Type in group}. */
    public static ScopeTest isIn(String type, ResolvedEntity group) {
        return new ScopeTest(type, false, List.of(group));
    }

    boolean test(ResolvedEntity party) {
        if (type != null && !type.equals(party.uid().type())) {
            return false;
        }
        if (entities == null) {
            return true;
        }
        for (ResolvedEntity entity : entities) {
            if (party.is(entity.index()) || (!exact && party.ancestors().has(entity.index()))) {
                return true;
            }
        }
        return false;
    }

    boolean isAny() {
        return type == null && entities == null;
    }

    /** The type it asks for. */
    @Nullable
    String type() {
        return type;
    }

    /** The entities of which it asks for one; null when it asks for none. */
    ResolvedEntity @Nullable [] entities() {
        return entities;
    }

    /** Whether it asks for the entity itself, and not for one that is in it. */
    boolean isExact() {
        return exact;
    }

    /** What it asks in one number, if it asks for one entity alone: {@link #itself} or {@link #in} of its number; else {@link #SEVERAL}. */
    int only() {
        if (type != null || entities == null || entities.length != 1) {
            return SEVERAL;
        }
        return exact ? itself(entities[0].index()) : in(entities[0].index());
    }

    static int itself(int entity) {
        return entity << 1;
    }

    static int in(int entity) {
        return entity << 1 | 1;
    }
}
