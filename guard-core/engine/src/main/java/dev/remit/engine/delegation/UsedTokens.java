package dev.remit.engine.delegation;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers which tokens were used, each until it has expired: no token is good twice. Bounded; thread-safe. */
final class UsedTokens {
    /** What is used within a token's life beyond this many is refused. */
    static final int MAX = 100_000;

    private static final long SWEEP_MS = 1_000;

    private final ConcurrentHashMap<String, Long> expiryById = new ConcurrentHashMap<>();
    private final AtomicLong nextSweepMs = new AtomicLong();

    /**
     * Marks a token as used.
     *
     * @throws DelegationException if it was used before, or there are too many to remember
     */
    void use(String id, long expiresMs, long nowMs) throws DelegationException {
        final long next = nextSweepMs.get();
        if (nowMs >= next && nextSweepMs.compareAndSet(next, nowMs + SWEEP_MS)) {
            expiryById.values().removeIf(expiry -> expiry <= nowMs);
        }
        if (expiryById.size() >= MAX) {
            throw new DelegationException("more tokens come in than can be told apart: " + MAX + " at once");
        }
        if (expiryById.putIfAbsent(id, expiresMs) != null) {
            throw new DelegationException("the token was used before");
        }
    }
}
