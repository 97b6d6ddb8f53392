package dev.remit.api;

import org.jspecify.annotations.Nullable;

/** The time in which what a thread does is an AI agent's doing. To be closed by the thread that opened it. */
public final class AgentScope implements AutoCloseable {
    private final @Nullable Object handle;

    AgentScope(@Nullable Object handle) {
        this.handle = handle;
    }

    /** What is done from now on is whosever doing it was before. */
    @Override
    public void close() {
        Gate.closeAgent(handle);
    }
}
