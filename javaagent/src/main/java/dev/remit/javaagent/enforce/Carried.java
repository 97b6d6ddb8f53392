package dev.remit.javaagent.enforce;

import dev.remit.engine.session.Session;
import dev.remit.engine.session.Task;
import org.jspecify.annotations.Nullable;

/**
 * Whose work something is, and which request of it was decided last, for the thread on which it goes on. The request is
 * written and read by one hop after the other.
 */
final class Carried {
    final @Nullable Session session;
    final @Nullable Task task;

    private @Nullable ServedRequest served;
    private long turnId;
    private long turnParentId;

    /** What was handed over next with the same object, for the run after; null for none. */
    final @Nullable Carried next;

    private volatile long callId;
    private volatile @Nullable Target target;

    /** @param callId the call that this belongs to; zero where there is none */
    Carried(long callId, @Nullable Session session, @Nullable Task task) {
        this(callId, session, task, null, null);
    }

    private Carried(
            long callId,
            @Nullable Session session,
            @Nullable Task task,
            @Nullable Target target,
            @Nullable Carried next) {
        this.callId = callId;
        this.session = session;
        this.task = task;
        this.target = target;
        this.next = next;
    }

    /** This, and {@code last} behind all that follows it. */
    Carried followedBy(Carried last) {
        return before(next == null ? last : next.followedBy(last));
    }

    /** This without the last that follows it; null where this is the last. */
    @Nullable
    Carried withoutLast() {
        return next == null ? null : before(next.withoutLast());
    }

    private Carried before(@Nullable Carried other) {
        final Carried copy = new Carried(callId, session, task, target, other);
        copy.served = served;
        copy.turnId = turnId;
        copy.turnParentId = turnParentId;
        return copy;
    }

    /** Before it is handed on: the servlet request in whose course it is. */
    void served(ServedRequest request) {
        served = request;
    }

    /** Before it is handed on: the model's last answer within the beginning of the AI agent's work. */
    void turn(Call scope) {
        turnId = scope.turnId;
        turnParentId = scope.turnParentId;
    }

    /** The work goes on as this call: the model's next answer stands beside the last one, not under it. */
    void goOn(Call call) {
        call.parentId = callId;
        call.served = served;
        final @Nullable Target last = target;
        if (last == null) {
            call.turnId = turnId;
            call.turnParentId = turnParentId;
        } else {
            call.name = last.host;
            call.port = last.port;
        }
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
