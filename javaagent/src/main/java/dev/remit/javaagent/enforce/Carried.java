package dev.remit.javaagent.enforce;

import org.jspecify.annotations.Nullable;

/**
 * Whose work something is, and which request of it was decided last, for the thread on which it goes on. The request is
 * written and read by one hop after the other.
 */
final class Carried {
    /** The call site that carried it; when its call ends, nothing is carried any more. */
    final int site;

    /** The call that this belongs to; zero where there is none. */
    final long callId;

    final boolean agent;
    final @Nullable Object session;
    /** Whether connections that are made for it may be made by any thread. */
    final boolean elsewhere;

    private volatile @Nullable Target target;

    Carried(int site, long callId, boolean agent, @Nullable Object session, boolean elsewhere) {
        this.site = site;
        this.callId = callId;
        this.agent = agent;
        this.session = session;
        this.elsewhere = elsewhere;
    }

    /** Remembers the request that was let through. */
    void decided(@Nullable String method, @Nullable String url, String host, int port) {
        target = new Target(method, url, host, port);
    }

    /** Whether this is the request that was let through: its first hop, or a retry of it. */
    boolean isDecided(@Nullable String method, @Nullable String url) {
        final @Nullable Target last = target;
        return last != null && same(last.method, method) && same(last.url, url);
    }

    /** Whether a connection from any thread to there is a part of this. */
    boolean covers(String host, int port) {
        final @Nullable Target last = target;
        return elsewhere && last != null && last.port == port && last.host.equals(host);
    }

    @Nullable
    Target target() {
        return target;
    }

    private static boolean same(@Nullable String a, @Nullable String b) {
        return a == null ? b == null : a.equals(b);
    }

    /** A request that was let through. */
    record Target(@Nullable String method, @Nullable String url, String host, int port) {}
}
