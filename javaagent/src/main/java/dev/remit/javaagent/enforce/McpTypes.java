package dev.remit.javaagent.enforce;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the guard asks of the MCP SDK's clients, whose types are the application's, and which show their transport's session to
 * nobody, and of its servers' exchanges with clients, which name theirs. A transport that has none, or keeps it elsewhere, has none here. Stateless.
 */
final class McpTypes {
    private static final ClassValue<@Nullable Field> TRANSPORT = new NamedField("transport");

    /** Of the SDK's own transports for streamable HTTP, with the JDK's client and with Spring's. */
    private static final ClassValue<@Nullable Field> ACTIVE_SESSION = new NamedField("activeSession");

    private static final ClassValue<@Nullable Method> SESSION_ID = new ClassValue<>() {
        @Override
        protected @Nullable Method computeValue(Class<?> type) {
            try {
                final Method method = type.getMethod("sessionId");
                return method.trySetAccessible() ? method : null;
            } catch (NoSuchMethodException e) {
                return null;
            }
        }
    };

    private McpTypes() {}

    /** What stands for the session of a client's transport: another object for another session. An exchange itself. Null for none. */
    static @Nullable Object connection(Object client) {
        if (SESSION_ID.get(client.getClass()) != null) {
            return client;
        }
        final @Nullable Object transport = read(TRANSPORT.get(client.getClass()), client);
        return transport != null
                        && read(ACTIVE_SESSION.get(transport.getClass()), transport)
                                instanceof AtomicReference<?> active
                ? active.get()
                : null;
    }

    /** What the server calls the session; once it has said so, it stays. Null for none, or none yet. */
    static @Nullable String id(@Nullable Object connection) {
        final @Nullable Method method = connection == null ? null : SESSION_ID.get(connection.getClass());
        if (method == null) {
            return null;
        }
        try {
            final @Nullable Object id = method.invoke(connection, (Object[]) null);
            return (id instanceof Optional<?> maybe ? maybe.orElse(null) : id) instanceof String text ? text : null;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return null;
        }
    }

    private static @Nullable Object read(@Nullable Field field, Object object) {
        try {
            return field == null ? null : field.get(object);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    /** A field of that name, of the class or of one that it extends. */
    private static final class NamedField extends ClassValue<@Nullable Field> {
        private final String name;

        NamedField(String name) {
            this.name = name;
        }

        @Override
        protected @Nullable Field computeValue(Class<?> type) {
            for (@Nullable Class<?> at = type; at != null; at = at.getSuperclass()) {
                try {
                    final Field field = at.getDeclaredField(name);
                    return field.trySetAccessible() ? field : null;
                } catch (NoSuchFieldException e) {
                    continue;
                }
            }
            return null;
        }
    }
}
