package dev.remit.engine.policy.suggest;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.engine.Category;
import dev.remit.engine.policy.Vocabulary;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who did what to what, gathered from decision records. A call that was refused did not take place and is left out, as is one whose
 * names can't be written into a policy; both are counted. Not thread-safe.
 */
public final class ObservedCalls {
    /** AI agents before the applications they run in. */
    private static final Comparator<EntityUid> AGENTS_FIRST = Comparator.comparing(
                    (EntityUid uid) -> !uid.type().equals(Vocabulary.AGENT))
            .thenComparing(Comparator.naturalOrder());

    private final EntityTexts texts = new EntityTexts();
    private final SortedMap<EntityUid, Map<Category, SortedMap<EntityUid, SortedSet<EntityUid>>>> calls =
            new TreeMap<>(AGENTS_FIRST);
    private long permitted;
    private long refused;
    private long unusable;
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;

    /**
     * Adds a decision.
     *
     * @param principal as recorded, {@code Type::"id"}; action and resource likewise
     * @param wentAhead false if the call was refused
     * @param timeNs nanoseconds since the epoch
     */
    public void add(
            @Nullable Category category,
            @Nullable String principal,
            @Nullable String action,
            @Nullable String resource,
            boolean wentAhead,
            long timeNs) {
        firstNs = Math.min(firstNs, timeNs);
        lastNs = Math.max(lastNs, timeNs);
        if (!wentAhead) {
            refused++;
            return;
        }
        EntityUid who = texts.read(principal);
        EntityUid what = texts.read(action);
        EntityUid onWhat = texts.read(resource);
        if (category == null || who == null || what == null || onWhat == null || isReserved(category, what)) {
            unusable++;
            return;
        }
        permitted++;
        calls.computeIfAbsent(who, uid -> new EnumMap<>(Category.class))
                .computeIfAbsent(category, kind -> new TreeMap<>())
                .computeIfAbsent(onWhat, uid -> new TreeSet<>())
                .add(what);
    }

    private static boolean isReserved(Category category, EntityUid action) {
        return (category == Category.TOOL || category == Category.HTTP) && Vocabulary.isFixed(action.id());
    }

    /** How many calls went ahead and can be permitted by name. */
    public long permitted() {
        return permitted;
    }

    /** How many calls were refused. */
    public long refused() {
        return refused;
    }

    /** How many calls went ahead whose names can't be written into a policy: cut by the record's limits, or reserved. */
    public long unusable() {
        return unusable;
    }

    /** When the first call was decided, in nanoseconds since the epoch; without any call, a time after {@link #lastNs}. */
    public long firstNs() {
        return firstNs;
    }

    /** When the last call was decided, in nanoseconds since the epoch. */
    public long lastNs() {
        return lastNs;
    }

    /** Principal, kind, resource, actions; sorted, AI agents first. */
    SortedMap<EntityUid, Map<Category, SortedMap<EntityUid, SortedSet<EntityUid>>>> calls() {
        return calls;
    }
}
