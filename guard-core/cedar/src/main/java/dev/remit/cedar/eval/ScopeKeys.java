package dev.remit.cedar.eval;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for what heads ask of an entity: to be one, to be in one, to be of a type. An entity that answers none of the keys a head asks does not
 * satisfy it. Types are numbered when a head first asks for them; read only after that.
 */
final class ScopeKeys {
    private final Map<String, Integer> types = new HashMap<>();

    /** What a head asks: any one of these. Null when it asks nothing, empty when nothing satisfies it. */
    int @Nullable [] asked(ScopeTest test) {
        ResolvedEntity[] entities = test.entities();
        if (entities != null) {
            return oneOf(entities, test.isExact());
        }
        String type = test.type();
        if (type == null) {
            return null;
        }
        types.putIfAbsent(type, types.size());
        return new int[] {type(types.get(type))};
    }

    private static int[] oneOf(ResolvedEntity[] entities, boolean exact) {
        BitSet seen = new BitSet();
        int[] keys = new int[entities.length];
        int count = 0;
        for (ResolvedEntity entity : entities) {
            // What a head names is in the table: it has a number.
            if (!seen.get(entity.index())) {
                seen.set(entity.index());
                keys[count++] = exact ? ScopeTest.itself(entity.index()) : ScopeTest.in(entity.index());
            }
        }
        return Arrays.copyOf(keys, count);
    }

    /** What an entity answers, as far as some head may ask for it. */
    int[] answered(ResolvedEntity entity) {
        BitSet groups = new BitSet();
        entity.ancestors().addTo(groups);
        int[] keys = new int[groups.cardinality() + 3];
        int count = 0;
        if (entity.index() >= 0) {
            groups.set(entity.index());
            keys[count++] = ScopeTest.itself(entity.index());
        }
        for (int group = groups.nextSetBit(0); group >= 0; group = groups.nextSetBit(group + 1)) {
            keys[count++] = ScopeTest.in(group);
        }
        Integer type = types.get(entity.uid().type());
        if (type != null) {
            keys[count++] = type(type);
        }
        return Arrays.copyOf(keys, count);
    }

    private static int type(int type) {
        return ~type;
    }
}
