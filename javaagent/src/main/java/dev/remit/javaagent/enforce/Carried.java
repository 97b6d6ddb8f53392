package dev.remit.javaagent.enforce;

import org.jspecify.annotations.Nullable;

/**
 * Whose work something is, and which request of it was decided last, for the thread on which it goes on. The request is
 * written and read by one hop after the other.
 */
final class Carried {
    final boolean agent;
    final @Nullable Object session;

    /** What was handed over next with the same object, for the run after; null for none. */
    final @Nullable Carried next;

    private volatile long callId;
    private volatile @Nullable Target target;

    /** @param callId the call that this belongs to; zero where there is none */
    Carried(long callId, boolean agent, @Nullable Object session) {
        this(callId, agent, session, null, null);
    }

    private Carried(
            long callId, boolean agent, @Nullable Object session, @Nullable Target target, @Nullable Carried next) {
        this.callId = callId;
        this.agent = agent;
        this.session = session;
        this.target = target;
        this.next = next;
    }

    /** This, and {@code last} behind all that follows it. */
    Carried followedBy(Carried last) {
        return new Carried(callId, agent, session, target, next == null ? last : next.followedBy(last));
    }

    /** This without the last that follows it; null where this is the last. */
    @Nullable
    Carried withoutLast() {
        return next == null ? null : new Carried(callId, agent, session, target, next.withoutLast());
    }

    /** Remembers the request that was let through. The first is what its redirects belong to. */
    void decided(Call call) {
        final @Nullable Target last = target;
        if ((last == null || !last.own) && call.id != 0) {
            callId = call.id;
        }
        target = new Target(true, call.method, call.scheme, call.name, call.port, call.url);
    }

    /** Remembers the request in whose course this is done: connections for it are a part of that. */
    void within(Call call) {
        target = new Target(false, null, null, call.name, call.port, null);
    }

    /** The call that this belongs to, once there is one the first of its own hops; zero where there is none. */
    long callId() {
        return callId;
    }

    /** Whether this is the request that was let through: its first hop, or a retry of it. */
    boolean isDecided(@Nullable String method, @Nullable String scheme, String host, int port, @Nullable String url) {
        final @Nullable Target last = target;
        return last != null
                && last.own
                && last.port == port
                && last.host.equals(host)
                && same(last.method, method)
                && same(last.scheme, scheme)
                && same(last.url, url);
    }

    @Nullable
    Target target() {
        return target;
    }

    private static boolean same(@Nullable String a, @Nullable String b) {
        return a == null ? b == null : a.equals(b);
    }

    /**
     * A request that was let through.
     *
     * @param own whether it is a hop of what is carried
     */
    record Target(
            boolean own,
            @Nullable String method,
            @Nullable String scheme,
            String host,
            int port,
            @Nullable String url) {}
}
