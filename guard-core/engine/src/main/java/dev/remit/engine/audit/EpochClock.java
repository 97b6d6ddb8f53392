package dev.remit.engine.audit;

import java.time.Clock;
import java.time.Instant;

/**
 * Nanoseconds since the epoch at the cost of one {@link System#nanoTime}.
 *
 * <p>The wall clock is read only by {@link #calibrate}, which the journal's thread calls about once a second; in between the time advances
 * with the monotonic clock. Follows the wall clock when that is set, so it may step. Safe for use by any thread.
 */
public final class EpochClock {
    private final Clock wall;

    private volatile long offsetNs;

    public EpochClock() {
        this(Clock.systemUTC());
    }

    /** Follows that clock in place of the system's. */
    EpochClock(Clock wall) {
        this.wall = wall;
        calibrate();
    }

    /** Nanoseconds since 1970-01-01T00:00:00Z. Allocates nothing. */
    public long nowNs() {
        return System.nanoTime() + offsetNs;
    }

    /** Reads the wall clock again. Not for callers' threads. */
    public void calibrate() {
        // The pair of readings that lie closest together gives the best offset: a preemption between them only ever
        // adds.
        long best = 0;
        long narrowest = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long before = System.nanoTime();
            Instant now = wall.instant();
            long after = System.nanoTime();
            if (after - before < narrowest) {
                narrowest = after - before;
                best = now.getEpochSecond() * 1_000_000_000L + now.getNano() - (before + (after - before) / 2);
            }
        }
        offsetNs = best;
    }
}
