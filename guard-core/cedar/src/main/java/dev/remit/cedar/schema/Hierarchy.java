package dev.remit.cedar.schema;

import dev.remit.cedar.parse.SyntaxLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What lies above each entity type or action, directly or not. A name lies above itself only on a circle.
 *
 * @param <N> the names
 */
final class Hierarchy<N> {
    private final Map<N, List<N>> parents;
    private final Map<N, Set<N>> ancestors = new HashMap<>();
    private int steps;

    /** Over names with their parents. */
    Hierarchy(Map<N, List<N>> parents) {
        this.parents = parents;
        for (N name : parents.keySet()) {
            ancestors.put(name, above(name));
        }
    }

    /** Whether there are too many memberships to follow them all. */
    boolean isTooLarge() {
        return steps > SyntaxLimits.HIERARCHY_STEPS;
    }

    /** What lies above a name. */
    Set<N> above(N name) {
        Set<N> known = ancestors.get(name);
        if (known != null) {
            return known;
        }
        Set<N> found = new HashSet<>();
        Deque<N> open = new ArrayDeque<>(parents.getOrDefault(name, List.of()));
        while (!open.isEmpty() && ++steps <= SyntaxLimits.HIERARCHY_STEPS) {
            N next = open.pop();
            if (found.add(next)) {
                open.addAll(parents.getOrDefault(next, List.of()));
            }
        }
        return found;
    }
}
