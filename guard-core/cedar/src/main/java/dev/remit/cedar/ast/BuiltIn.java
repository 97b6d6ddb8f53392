package dev.remit.cedar.ast;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Methods of the language itself; unlike an extension's, their arity is part of the syntax. */
public enum BuiltIn {
    CONTAINS("contains", 1),
    CONTAINS_ALL("containsAll", 1),
    CONTAINS_ANY("containsAny", 1),
    IS_EMPTY("isEmpty", 0),
    HAS_TAG("hasTag", 1),
    GET_TAG("getTag", 1);

    private static final Map<String, BuiltIn> BY_NAME = new HashMap<>();

    static {
        for (BuiltIn method : values()) {
            BY_NAME.put(method.methodName, method);
        }
    }

    private final String methodName;
    private final int arity;

    BuiltIn(String methodName, int arity) {
        this.methodName = methodName;
        this.arity = arity;
    }

    /** The method of that name, or null. */
    public static @Nullable BuiltIn named(String name) {
        return BY_NAME.get(name);
    }

    /** As policies write it. */
    public String methodName() {
        return methodName;
    }

    /** Whether the answer depends on what is known of an entity. */
    public boolean asksEntity() {
        return this == HAS_TAG || this == GET_TAG;
    }

    /** How many arguments it takes. */
    public int arity() {
        return arity;
    }
}
