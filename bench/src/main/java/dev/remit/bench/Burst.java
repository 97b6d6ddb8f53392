package dev.remit.bench;

/**
 * How calls come: in bursts with a pause before each, as an AI agent's do. Back to back for seconds they would outrun the
 * journal's disk, and the guard would refuse them, as it must when nothing can be recorded.
 */
final class Burst {
    /** Calls in a burst: their records fit into the ring. */
    static final int CALLS = 10_000;

    private static final long PAUSE_MS = 80;

    private Burst() {}

    /** Gives the journal the time to write the last burst down. */
    static void pause() throws InterruptedException {
        Thread.sleep(PAUSE_MS);
    }

    /** Fails a run that did not measure what it says. */
    static void expect(int refused, int expected) {
        if (refused != expected) {
            throw new IllegalStateException("refused=" + refused + " of " + CALLS + ", expected=" + expected);
        }
    }
}
