package dev.remit.engine.session;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers what a count that only grows was, in its lower 32 bits, at the beginning of each step of time, so that the count of a sliding window is a
 * subtraction. A window is {@link #STEPS} whole steps long and as much of one more as has gone by. Thread-safe without a lock, allocates nothing.
 */
final class RateWindow {
    /** How many steps a window has. */
    static final int STEPS = 12;

    /** As many marks lie between the one that is written and the oldest that is read: a thread may sleep for as many steps. */
    private static final int SPARE = 3;

    /** A power of two. */
    private static final int MARKS = STEPS + 1 + SPARE;

    private final long stepMs;
    private final AtomicLong step;
    private final AtomicIntegerArray marks = new AtomicIntegerArray(MARKS);

    /**
     * A window that begins now.
     *
     * @param windowMs how long it is, in milliseconds
     * @param count what the count is now
     */
    RateWindow(long windowMs, long nowMs, long count) {
        this.stepMs = windowMs / STEPS;
        this.step = new AtomicLong(nowMs / stepMs);
        for (int i = 0; i < MARKS; i++) {
            marks.set(i, (int) count);
        }
    }

    /** By how much the count has grown since the window that ends now began. */
    int grown(long nowMs, long count) {
        long reached = step.get();
        while (nowMs >= (reached + 1) * stepMs) {
            advance(reached, nowMs / stepMs, count);
            reached = step.get();
        }
        return (int) count - marks.get(slot(reached - STEPS));
    }

    /** Whoever is late writes what is about the same as what is there. */
    private void advance(long reached, long now, long count) {
        for (long each = Math.max(reached + 1, now - MARKS + 1); each <= now; each++) {
            marks.set(slot(each), (int) count);
        }
        step.compareAndSet(reached, now);
    }

    private static int slot(long step) {
        return (int) step & (MARKS - 1);
    }
}
