package dev.remit.cedar.check;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.Scope;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.EntityTable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether all requests that one policy's head fits fit another's, as far as entities known beforehand say. */
final class Coverage {
    private final Map<EntityUid, List<EntityUid>> parents = new HashMap<>();

    Coverage(EntityStore entities) {
        for (EntityTable.Definition entity : entities.definitions()) {
            parents.put(entity.uid(), entity.parents());
        }
    }

    boolean covers(Policy wide, Policy narrow) {
        return covers(wide.principal(), narrow.principal())
                && covers(wide.action(), narrow.action())
                && covers(wide.resource(), narrow.resource());
    }

    private boolean covers(Scope wide, Scope narrow) {
        if (wide instanceof Scope.Any || wide.equals(narrow)) {
            return true;
        }
        if (narrow instanceof Scope.InAny any) {
            for (EntityUid uid : any.uids()) {
                if (!covers(wide, new Scope.In(uid))) {
                    return false;
                }
            }
            return true;
        }
        if (wide instanceof Scope.Is is) {
            return is.type().equals(type(narrow));
        }
        if (wide instanceof Scope.IsIn is) {
            return is.type().equals(type(narrow)) && covers(new Scope.In(is.uid()), narrow);
        }
        if (wide instanceof Scope.InAny any) {
            for (EntityUid uid : any.uids()) {
                if (covers(new Scope.In(uid), narrow)) {
                    return true;
                }
            }
            return false;
        }
        EntityUid member = uid(narrow);
        return wide instanceof Scope.In in && member != null && isIn(member, in.uid());
    }

    /** The type that all entities have which a head fits; null where there may be several. */
    private static @Nullable String type(Scope scope) {
        if (scope instanceof Scope.Equal equal) {
            return equal.uid().type();
        }
        if (scope instanceof Scope.Is is) {
            return is.type();
        }
        return scope instanceof Scope.IsIn is ? is.type() : null;
    }

    /** The entity that all are in which a head fits; null where there may be several. */
    private static @Nullable EntityUid uid(Scope scope) {
        if (scope instanceof Scope.Equal equal) {
            return equal.uid();
        }
        if (scope instanceof Scope.In in) {
            return in.uid();
        }
        return scope instanceof Scope.IsIn is ? is.uid() : null;
    }

    private boolean isIn(EntityUid member, EntityUid group) {
        Set<EntityUid> seen = new HashSet<>();
        Deque<EntityUid> open = new ArrayDeque<>(List.of(member));
        while (!open.isEmpty()) {
            EntityUid next = open.pop();
            if (next.equals(group)) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(parents.getOrDefault(next, List.of()));
            }
        }
        return false;
    }
}
