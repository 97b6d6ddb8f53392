package dev.remit.engine.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The live sessions, found by the agent's name and the framework's id. Thread-safe; to find one allocates nothing, to open one
 * does.
 */
public final class Sessions {
    /** How often it is looked for idle ones, at most. */
    private static final long SWEEP_MS = 1_000;

    private static final String FULL = "there are as many sessions as session.max allows, and this one is one more";

    /** As many are closed at once to make room, so that not every further session looks at all. */
    private static final int SHARE_CLOSED = 64;

    private final SessionLimits limits;
    private final SessionListener listener;
    private final ConcurrentHashMap<SessionKey, Session> live = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong nextSweepMs = new AtomicLong();
    private final long run;
    private final AtomicLong unnamed = new AtomicLong();

    /** @param run what the ids of sessions without a name begin with: unlike that of every other start of the JVM */
    public Sessions(SessionLimits limits, SessionListener listener, long run) {
        this.limits = limits;
        this.listener = listener;
        this.run = run;
    }

    /**
     * The session of that id, which begins now if there is none.
     *
     * @param key the calling thread's own
     * @param agent what the framework calls the AI agent; null where it does not say
     * @param id what the framework calls the conversation; null for a session of its own
     * @param nowMs milliseconds since the epoch
     */
    public Session open(SessionKey key, @Nullable String agent, @Nullable Object id, long nowMs) {
        key.began(false);
        key.set(agent, id == null ? new UUID(run, unnamed.incrementAndGet()) : SessionId.of(id));
        final @Nullable Session known = id == null ? null : live.get(key);
        final Session session = known != null ? known : begin(key, nowMs);
        // A pooled thread's key is not to keep the application's objects.
        key.set(null, "");
        return session;
    }

    private Session begin(SessionKey key, long nowMs) {
        closeIdle(nowMs);
        if (count.incrementAndGet() > limits.max() && !makeRoom()) {
            count.decrementAndGet();
            return new Session(key.copy(), nowMs, FULL);
        }
        final Session fresh = new Session(key.copy(), nowMs, null);
        final @Nullable Session other = live.putIfAbsent(fresh.key(), fresh);
        if (other != null) {
            count.decrementAndGet();
            return other;
        }
        listener.opened(fresh);
        key.began(true);
        return fresh;
    }

    /** A session is over: nothing finds it any more. What still works in it goes on in it. */
    public void close(Session session, String why) {
        if (live.remove(session.key(), session)) {
            count.decrementAndGet();
            session.close();
            listener.closed(session, why);
        }
    }

    /** How many there are. */
    public int size() {
        return count.get();
    }

    /** Closes those in which nothing was done for too long. */
    private void closeIdle(long nowMs) {
        final long next = nextSweepMs.get();
        if (nowMs < next || !nextSweepMs.compareAndSet(next, nowMs + SWEEP_MS)) {
            return;
        }
        for (Session session : live.values()) {
            if (nowMs - session.usedMs() > limits.idleMs()) {
                close(session, "idle");
            }
        }
    }

    private boolean makeRoom() {
        if (limits.whenFull() == SessionLimits.WhenFull.REFUSE) {
            return false;
        }
        final List<Session> byUse = new ArrayList<>(live.values());
        byUse.sort(Comparator.comparingLong(Session::usedMs));
        for (Session session : byUse.subList(0, Math.min(byUse.size(), 1 + limits.max() / SHARE_CLOSED))) {
            close(session, "more sessions than session.max");
        }
        return true;
    }
}
