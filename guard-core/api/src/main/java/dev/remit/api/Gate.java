package dev.remit.api;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The way from here to the guard of this JVM: methods of a class that only a guard defines, in {@code java.base}, where no
 * application can put one of that name. Thread-safe.
 */
final class Gate {
    private static final String NAME = "java.lang.RemitGate";
    private static final @Nullable MethodHandle OPEN_TASK;
    private static final @Nullable MethodHandle CLOSE_TASK;
    private static final @Nullable MethodHandle GRANT;
    private static final @Nullable MethodHandle LABEL;
    private static final @Nullable MethodHandle OPEN_AGENT;
    private static final @Nullable MethodHandle CLOSE_AGENT;

    static {
        @Nullable MethodHandle openTask = null;
        @Nullable MethodHandle closeTask = null;
        @Nullable MethodHandle grant = null;
        @Nullable MethodHandle label = null;
        @Nullable MethodHandle openAgent = null;
        @Nullable MethodHandle closeAgent = null;
        try {
            final Class<?> gate = Class.forName(NAME, false, null);
            final MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            openTask = lookup.findStatic(
                    gate,
                    "openTask",
                    MethodType.methodType(
                            Object.class,
                            String.class,
                            String.class,
                            long.class,
                            Object.class,
                            Object.class,
                            Object.class));
            closeTask = lookup.findStatic(gate, "closeTask", MethodType.methodType(void.class, Object.class));
            grant = lookup.findStatic(
                    gate,
                    "grant",
                    MethodType.methodType(
                            void.class,
                            Object.class,
                            String.class,
                            String.class,
                            String.class,
                            long.class,
                            long.class));
            label = lookup.findStatic(gate, "label", MethodType.methodType(void.class, String.class));
            openAgent = lookup.findStatic(
                    gate, "openAgent", MethodType.methodType(Object.class, String.class, Object.class));
            closeAgent = lookup.findStatic(gate, "closeAgent", MethodType.methodType(void.class, Object.class));
        } catch (ClassNotFoundException notGuarded) {
            // Every call is a no-op.
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this remit-api and the remit.jar of this JVM are of versions that don't fit; use the same", e);
        }
        OPEN_TASK = openTask;
        CLOSE_TASK = closeTask;
        GRANT = grant;
        LABEL = label;
        OPEN_AGENT = openAgent;
        CLOSE_AGENT = closeAgent;
    }

    private Gate() {}

    static boolean isThere() {
        return OPEN_TASK != null;
    }

    static @Nullable Object openTask(
            String intent, @Nullable String user, long ttlMs, Object budgets, Object labels, Object tools) {
        try {
            return OPEN_TASK == null ? null : OPEN_TASK.invoke(intent, user, ttlMs, budgets, labels, tools);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    static void closeTask(@Nullable Object handle) {
        try {
            if (CLOSE_TASK != null && handle != null) {
                CLOSE_TASK.invoke(handle);
            }
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    static void grant(
            @Nullable Object handle, String action, @Nullable String resource, String why, long ttlMs, long uses) {
        try {
            if (GRANT != null && handle != null) {
                GRANT.invoke(handle, action, resource, why, ttlMs, uses);
            }
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    static void label(String label) {
        try {
            if (LABEL != null) {
                LABEL.invoke(label);
            }
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    static @Nullable Object openAgent(String name, @Nullable Object session) {
        try {
            return OPEN_AGENT == null ? null : OPEN_AGENT.invoke(name, session);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    static void closeAgent(@Nullable Object handle) {
        try {
            if (CLOSE_AGENT != null && handle != null) {
                CLOSE_AGENT.invoke(handle);
            }
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    /** The gate's methods declare nothing that is checked. */
    private static RuntimeException unchecked(Throwable t) {
        if (t instanceof Error error) {
            throw error;
        }
        return t instanceof RuntimeException runtime ? runtime : new IllegalStateException(t);
    }
}
