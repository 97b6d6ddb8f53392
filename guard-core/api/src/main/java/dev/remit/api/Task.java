package dev.remit.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A task that was opened. Thread-safe. */
public final class Task implements AutoCloseable {
    private final @Nullable Object handle;

    Task(@Nullable Object handle) {
        this.handle = handle;
    }

    /** What records call it; empty in a JVM without a guard. */
    public String id() {
        return handle == null ? "" : handle.toString();
    }

    /**
     * Widens it, and has that recorded: policies ask {@code context.task.granted}, and neither the task's own tools nor its
     * budgets bound the call.
     *
     * @param action a tool's name, an HTTP method, {@code FetchSecret}, {@code Connect}, {@code Exec} or {@code LoadCode}
     * @param resource the only resource, as Cedar writes it, such as {@code Remit::Host::"api.acme.com:443"}; null for any
     * @param why for the record, such as who approved it
     * @param ttl for how long
     * @param uses for how many calls
     * @throws IllegalStateException if the task is over
     */
    public void grant(String action, @Nullable String resource, String why, Duration ttl, long uses) {
        if (ttl.toMillis() <= 0 || uses < 1) {
            throw new IllegalArgumentException(
                    "a grant is for some time and at least one use: ttl=" + ttl + " uses=" + uses);
        }
        Gate.grant(handle, Remit.text("action", action), resource, Remit.text("why", why), ttl.toMillis(), uses);
    }

    /** It is over: what is still done in it is denied. To close it once more changes nothing, and is recorded. */
    @Override
    public void close() {
        Gate.closeTask(handle);
    }
}
