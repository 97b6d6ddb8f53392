package dev.remit.cedar.schema;

import dev.remit.cedar.ast.EntityUid;
import java.util.Set;

/**
 * An action and the requests it may be asked in. Immutable.
 *
 * @param uid its name; the type ends in {@code Action}
 * @param ancestors the action groups it is in, directly or not
 * @param principals the types of principals; none for an action that is only a group
 * @param resources the types of resources
 * @param context what the context of a request holds
 */
public record ActionType(
        EntityUid uid, Set<EntityUid> ancestors, Set<String> principals, Set<String> resources, Type.RecordOf context) {

    public ActionType {
        ancestors = Set.copyOf(ancestors);
        principals = Set.copyOf(principals);
        resources = Set.copyOf(resources);
    }
}
