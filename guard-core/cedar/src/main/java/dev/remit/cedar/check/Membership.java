package dev.remit.cedar.check;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Var;
import dev.remit.cedar.schema.ActionType;
import dev.remit.cedar.schema.EntityType;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether one entity can be in others, by the schema: the type of {@code in}, and what a head lets through. */
final class Membership {
    private final Schema schema;

    Membership(Schema schema) {
        this.schema = schema;
    }

    /** Whether the name ends in {@code Action}, as the types of actions do and no other. */
    static boolean isActionType(String type) {
        return type.equals("Action") || type.endsWith("::Action");
    }

    /** Whether the schema has the type; of actions it has all. */
    boolean isKnownType(String type) {
        return isActionType(type) || schema.entityType(type) != null;
    }

    /** Whether entities of a type may be, or be in, entities of the other. */
    boolean canBeIn(String type, String group) {
        if (type.equals(group)) {
            return true;
        }
        EntityType known = schema.entityType(type);
        return known != null && known.ancestors().contains(group);
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

    /** The type of {@code left in right}, both of them sound; null where an entity is not known, which is reported elsewhere. */
    @Nullable
    Type type(Expr left, Expr right, RequestType request) {
        List<EntityUid> groups = groups(right, request);
        if (groups == null) {
            return Type.BOOL;
        }
        if (left instanceof Expr.Variable variable && variable.var() != Var.ACTION) {
            return switch (variable.var()) {
                case PRINCIPAL -> ofType(request.principal(), groups);
                case RESOURCE -> ofType(request.resource(), groups);
                default -> Type.BOOL;
            };
        }
        EntityUid member = named(left, request);
        return member == null ? Type.BOOL : ofEntity(member, groups);
    }

    /** All entities on the right side, where each is named. */
    private static @Nullable List<EntityUid> groups(Expr right, RequestType request) {
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

    private @Nullable Type ofEntity(EntityUid member, List<EntityUid> groups) {
        boolean action = isActionType(member.type());
        List<EntityUid> alike = new ArrayList<>();
        for (EntityUid group : groups) {
            if (isActionType(group.type()) == action) {
                alike.add(group);
            }
        }
        if (alike.isEmpty()) {
            return Type.FALSE;
        }
        return action ? ofAction(member, alike) : ofType(member.type(), alike);
    }

    private @Nullable Type ofType(String type, List<EntityUid> groups) {
        boolean possible = false;
        for (EntityUid group : groups) {
            if (!isKnownType(group.type())) {
                return null;
            }
            possible |= canBeIn(type, group.type());
        }
        return isKnownType(type) ? (possible ? Type.BOOL : Type.FALSE) : null;
    }

    private @Nullable Type ofAction(EntityUid member, List<EntityUid> groups) {
        boolean found = false;
        ActionType action = schema.action(member);
        for (EntityUid group : groups) {
            if (schema.action(group) == null) {
                return null;
            }
            found |= action != null && isIn(action, group);
        }
        return found ? Type.BOOL : Type.FALSE;
    }
}
