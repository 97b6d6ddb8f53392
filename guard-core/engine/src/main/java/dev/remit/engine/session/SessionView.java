package dev.remit.engine.session;

import org.jspecify.annotations.Nullable;

/**
 * A session's counts as one call finds them: what lies before it, with all that is in flight. Filled in by {@link
 * Session#reserve}, used again for the next call. Not thread-safe: one for each thread.
 */
public final class SessionView {
    /** Calls that were let through. */
    public long calls;

    /** Calls that were refused. */
    public long denials;

    /** Calls of the last minute. */
    public long rate1m;

    /** Calls of the last hour. */
    public long rate1h;

    /** Calls of the tool that is asked for. */
    public long toolCalls;

    /** How often in a row the tool that is asked for was refused. */
    public long toolDenials;

    /** How often in a row any tool was refused. */
    public long consecutiveDenials;

    /** How many different tools, other than the one that is asked for, were refused in a row. */
    public long pivots;

    /** How long ago the session began, in milliseconds. */
    public long ageMs;

    @Nullable
    ToolCount tool;

    /** Sets everything back to what there is outside any session. */
    public void clear() {
        calls = 0;
        denials = 0;
        rate1m = 0;
        rate1h = 0;
        toolCalls = 0;
        toolDenials = 0;
        consecutiveDenials = 0;
        pivots = 0;
        ageMs = 0;
        tool = null;
    }
}
