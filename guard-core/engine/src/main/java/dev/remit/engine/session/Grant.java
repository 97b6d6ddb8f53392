package dev.remit.engine.session;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An explicit widening of one task: an action, perhaps on one resource alone, for a time and a number of uses, and why.
 * Thread-safe.
 */
public final class Grant {
    private final String action;
    private final @Nullable String resource;
    private final String why;
    private final long expiresMs;
    private final long uses;
    private final AtomicLong left;

    /**
     * @param action the id of an action: a tool's name, an HTTP method, {@code FetchSecret}, {@code Connect}, {@code Exec} or {@code LoadCode}
     * @param resource the only resource, as Cedar writes it, such as {@code Remit::Host::"api.acme.com:443"}; null for any
     * @param why for the record
     * @param expiresMs until when, in milliseconds since the epoch
     * @param uses how often, from 1
     * @throws IllegalArgumentException if it has no action, no reason or no use
     */
    public Grant(String action, @Nullable String resource, String why, long expiresMs, long uses) {
        if (action.isBlank() || why.isBlank()) {
            throw new IllegalArgumentException("a grant names the action that it is for, and why it is given");
        }
        if (uses < 1) {
            throw new IllegalArgumentException("a grant has at least one use: uses=" + uses);
        }
        this.action = action;
        this.resource = resource;
        this.why = why;
        this.expiresMs = expiresMs;
        this.uses = uses;
        this.left = new AtomicLong(uses);
    }

    /** Why it was given. */
    public String why() {
        return why;
    }

    /** The id of the action that it allows. */
    public String action() {
        return action;
    }

    /** The only resource, as Cedar writes it; null for any. */
    public @Nullable String resource() {
        return resource;
    }

    /** Until when, in milliseconds since the epoch. */
    public long expiresMs() {
        return expiresMs;
    }

    /** How often it may be used in all. */
    public long uses() {
        return uses;
    }

    boolean covers(String actionId, String resourceText) {
        return action.equals(actionId) && (resource == null || resource.equals(resourceText));
    }

    boolean isExpired(long nowMs) {
        return nowMs >= expiresMs;
    }

    boolean isSpent() {
        return left.get() <= 0;
    }

    /** Takes one use, if there is one. */
    boolean reserve() {
        if (left.getAndDecrement() > 0) {
            return true;
        }
        left.getAndIncrement();
        return false;
    }

    /** The use that was taken is given back: the call is not made. */
    public void takeBack() {
        left.getAndIncrement();
    }

    /** What it allows, in words. */
    @Override
    public String toString() {
        return action + (resource == null ? "" : " on " + resource);
    }
}
