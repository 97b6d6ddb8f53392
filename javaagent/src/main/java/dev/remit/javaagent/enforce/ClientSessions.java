package dev.remit.javaagent.enforce;

import dev.remit.engine.session.Session;
import dev.remit.engine.session.Sessions;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of MCP clients whose calls are no AI agent's work, and of those that call a server here: the one that the server has
 * named, else the servlet request's, else one of the client's own. A server's name for it lets whoever has it into the session: what stands for it is a digest.
 * Thread-safe; for a client that is known allocates nothing and takes no lock.
 */
final class ClientSessions {
    private final Sessions sessions;
    private final IdentityMap<Known> byClient = new IdentityMap<>();

    ClientSessions(Sessions sessions) {
        this.sessions = sessions;
    }

    /** @param agent what the client calls itself */
    Session of(CallStack stack, Object client, @Nullable String agent, long nowMs) {
        final @Nullable Object connection = McpTypes.connection(client);
        final @Nullable Known known = known(stack, client, connection);
        if (known != null && known.named) {
            return known.session;
        }
        final @Nullable String id = McpTypes.id(connection);
        if (id != null) {
            final Session session = sessions.open(stack.sessionKey, agent, "mcp-" + SaltedDigest.of(id), nowMs);
            keep(client, new Known(connection, true, session));
            return session;
        }
        final @Nullable ServedRequest served = stack.served();
        final @Nullable Object request = served == null ? null : served.session();
        if (request != null) {
            return sessions.open(stack.sessionKey, agent, request, nowMs);
        }
        return known != null ? known.session : own(stack, client, connection, agent, nowMs);
    }

    /** One at a time, so that calls that come together are in one session. */
    private synchronized Session own(
            CallStack stack, Object client, @Nullable Object connection, @Nullable String agent, long nowMs) {
        final @Nullable Known other = known(stack, client, connection);
        if (other != null) {
            return other.session;
        }
        final Session session = sessions.open(stack.sessionKey, agent, null, nowMs);
        keep(client, new Known(connection, false, session));
        return session;
    }

    private @Nullable Known known(CallStack stack, Object client, @Nullable Object connection) {
        final @Nullable Known known = byClient.get(client, stack.carriedKey);
        return known != null && known.isOpen(connection) ? known : null;
    }

    private void keep(Object client, Known known) {
        if (!known.session.isRefused()) {
            byClient.put(client, known);
        }
    }

    private static final class Known {
        /** Weak, for it knows its client. */
        private final WeakReference<@Nullable Object> connection;

        private final boolean named;
        private final Session session;

        Known(@Nullable Object connection, boolean named, Session session) {
            this.connection = new WeakReference<>(connection);
            this.named = named;
            this.session = session;
        }

        boolean isOpen(@Nullable Object now) {
            return connection.refersTo(now) && !session.isClosed();
        }
    }
}
