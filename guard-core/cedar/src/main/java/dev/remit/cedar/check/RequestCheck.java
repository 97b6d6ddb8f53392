package dev.remit.cedar.check;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.schema.ActionType;
import dev.remit.cedar.schema.EntityType;
import dev.remit.cedar.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether a schema allows a request. Its context is checked where it is read, see {@link dev.remit.cedar.entity.ContextParser}. Stateless. */
public final class RequestCheck {

    private RequestCheck() {}

    /**
     * Checks who asks, for what, and on what.
     *
     * @return what does not fit; empty when all does
     */
    public static List<String> check(Schema schema, EntityUid principal, EntityUid action, EntityUid resource) {
        List<String> problems = new ArrayList<>();
        party(schema, "principal", principal, problems);
        party(schema, "resource", resource, problems);
        ActionType type = schema.action(action);
        if (type == null) {
            problems.add("the schema has no action `" + action + "`");
        } else if (problems.isEmpty()) {
            applies(action, "principal", principal, type.principals(), problems);
            applies(action, "resource", resource, type.resources(), problems);
        }
        return problems;
    }

    private static void party(Schema schema, String role, EntityUid uid, List<String> problems) {
        EntityType type = schema.entityType(uid.type());
        if (type == null) {
            problems.add("the schema has no entity type `" + uid.type() + "`, which the " + role + " has");
        } else if (!type.hasId(uid.id())) {
            problems.add("the schema has no entity `" + uid + "`, which the " + role + " is");
        }
    }

    private static void applies(
            EntityUid action, String role, EntityUid uid, Set<String> types, List<String> problems) {
        if (!types.contains(uid.type())) {
            problems.add("by the schema `" + action + "` takes no " + role + " of the type `" + uid.type() + "`");
        }
    }
}
