package dev.remit.cedar.check;

import dev.remit.cedar.schema.Type;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How types relate, strictly: no type is part of another but {@code True} and {@code False} of {@code Bool}. */
final class TypeRules {

    private TypeRules() {}

    static boolean isBool(Type type) {
        return type.equals(Type.BOOL) || type.equals(Type.TRUE) || type.equals(Type.FALSE);
    }

    static boolean isEntity(Type type) {
        return type instanceof Type.EntityOf;
    }

    static boolean isEntities(Type type) {
        return type instanceof Type.SetOf set && isEntity(set.element());
    }

    /** The name of an entity's type; null for anything else. */
    static @Nullable String entityType(Type type) {
        return type instanceof Type.EntityOf entity ? entity.name() : null;
    }

    /** Whether no value has both types, as far as that is decided: of entities only. */
    static boolean areDisjoint(Type a, Type b) {
        String left = entityType(a);
        String right = entityType(b);
        return left != null && right != null && !left.equals(right);
    }

    /** The type that values of either type have, or null where strict validation has none. */
    static @Nullable Type join(Type a, Type b) {
        if (a.equals(b)) {
            return a;
        }
        if (isBool(a) && isBool(b)) {
            return Type.BOOL;
        }
        if (a instanceof Type.SetOf left && b instanceof Type.SetOf right) {
            Type element = join(left.element(), right.element());
            return element == null ? null : new Type.SetOf(element);
        }
        return a instanceof Type.RecordOf left && b instanceof Type.RecordOf right ? join(left, right) : null;
    }

    private static @Nullable Type join(Type.RecordOf a, Type.RecordOf b) {
        if (!a.attributes().keySet().equals(b.attributes().keySet())) {
            return null;
        }
        Map<String, Type.Attribute> joined = new HashMap<>();
        for (Map.Entry<String, Type.Attribute> entry : a.attributes().entrySet()) {
            Type.Attribute left = entry.getValue();
            Type.Attribute right = b.attributes().get(entry.getKey());
            if (right == null || left.required() != right.required()) {
                return null;
            }
            Type type = join(left.type(), right.type());
            if (type == null) {
                return null;
            }
            joined.put(entry.getKey(), new Type.Attribute(type, left.required()));
        }
        return new Type.RecordOf(joined);
    }
}
