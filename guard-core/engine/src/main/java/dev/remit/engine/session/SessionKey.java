package dev.remit.engine.session;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a session is found by: the agent's name and the session's id. Changed for one look-up after the other by its one thread; a copy in a map never is. */
public final class SessionKey {
    private @Nullable String agent;
    private Object id = "";
    private boolean began;

    /** Whether the session that was last opened by this key began there. */
    public boolean began() {
        return began;
    }

    void began(boolean fresh) {
        began = fresh;
    }

    SessionKey set(@Nullable String newAgent, Object newId) {
        agent = newAgent;
        id = newId;
        return this;
    }

    SessionKey copy() {
        return new SessionKey().set(agent, id);
    }

    @Nullable
    String agent() {
        return agent;
    }

    Object id() {
        return id;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionKey key && id.equals(key.id) && Objects.equals(agent, key.agent);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(agent) * 31 + id.hashCode();
    }
}
