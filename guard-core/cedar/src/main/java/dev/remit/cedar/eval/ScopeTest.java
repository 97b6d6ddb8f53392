package dev.remit.cedar.eval;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a policy's head asks of one party of the request. Immutable. */
public final class ScopeTest {
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
            if (party.sameAs(entity) || (!exact && party.ancestors().has(entity))) {
                return true;
            }
        }
        return false;
    }

    boolean isAny() {
        return type == null && entities == null;
    }

    /** What a policy can be filed under by this test: names of entities, else of a type. */
    List<Object> keys() {
        if (entities == null) {
            return type == null ? List.of() : List.of(type);
        }
        Set<Object> uids = new LinkedHashSet<>();
        for (ResolvedEntity entity : entities) {
            uids.add(entity.uid());
        }
        return List.copyOf(uids);
    }
}
