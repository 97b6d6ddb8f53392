package dev.remit.engine.identity;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try: twice as long each time up to a longest, and each a quarter less at random. One thread at a time. */
final class Backoff {
    private final long firstNs;
    private final long longestNs;
    private long nextNs;

    Backoff(long firstNs, long longestNs) {
        this.firstNs = firstNs;
        this.longestNs = longestNs;
        this.nextNs = firstNs;
    }

    /**
     * The next wait.
     *
     * @param livedNs how long what has ended now did work; at least as long as the wait, and waits begin anew
     */
    long next(long livedNs) {
        if (livedNs >= nextNs) {
            nextNs = firstNs;
        }
        long wait = nextNs;
        nextNs = Math.min(2 * nextNs, longestNs);
        return wait - ThreadLocalRandom.current().nextLong(wait / 4 + 1);
    }
}
