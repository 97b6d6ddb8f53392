package dev.remit.cedar.check;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Names;
import dev.remit.cedar.ast.Var;
import dev.remit.cedar.schema.ActionType;
import dev.remit.cedar.schema.EntityType;
import dev.remit.cedar.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether one entity can be in others, by the schema. */
final class Membership {
    private final Schema schema;

    Membership(Schema schema) {
        this.schema = schema;
    }

    /** Whether the schema has the type; of actions it has all. */
    boolean isKnownType(String type) {
        return Names.isActionType(type) || schema.entityType(type) != null;
    }

    /** Whether entities of a type may be, or be in, entities of the other. */
    boolean canBeIn(String type, String group) {
        if (type.equals(group)) {
            return true;
        }
        EntityType known = schema.entityType(type);
        return known == null ? actionsCanBeIn(type, group) : known.ancestors().contains(group);
    }

    private boolean actionsCanBeIn(String type, String group) {
        for (ActionType action : schema.actions()) {
            if (action.uid().type().equals(type)) {
                for (EntityUid ancestor : action.ancestors()) {
                    if (ancestor.type().equals(group)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Whether an action of the schema is one of some entities or in one. */
    boolean isActionIn(EntityUid uid, List<EntityUid> groups) {
        ActionType action = schema.action(uid);
        for (EntityUid group : groups) {
            if (action != null && isIn(action, group)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an action is another or in it. */
    static boolean isIn(ActionType action, EntityUid group) {
        return action.uid().equals(group) || action.ancestors().contains(group);
    }

    /** The entity that an expression names: a literal, or the action of the request; else null. */
    static @Nullable EntityUid named(Expr expr, RequestType request) {
        if (expr instanceof Expr.EntityLiteral literal) {
            return literal.uid();
        }
        return expr instanceof Expr.Variable variable && variable.var() == Var.ACTION
                ? request.action().uid()
                : null;
    }

    /** All entities that an expression names, as one or as the elements of a set; null where not each of them is named. */
    static @Nullable List<EntityUid> allNamed(Expr right, RequestType request) {
        List<EntityUid> groups = new ArrayList<>();
        List<Expr> parts = right instanceof Expr.SetOf set ? set.elements() : List.of(right);
        for (Expr part : parts) {
            EntityUid uid = named(part, request);
            if (uid == null) {
                return null;
            }
            groups.add(uid);
        }
        return groups;
    }
}
