package dev.remit.bench.calls;

import org.openjdk.jmh.infra.Blackhole;

/** Does nothing for a while. */
final class Loop implements Call {
    /** About how long, in nanoseconds. */
    static final int NS = 700;

    private static final int TRIES = 200;
    private static final long TOKENS_A_TRY = 20_000;

    private final long tokens;

    /** Finds out how often it must turn. */
    Loop() {
        long leastNs = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            final long beganNs = System.nanoTime();
            Blackhole.consumeCPU(TOKENS_A_TRY);
            leastNs = Math.min(leastNs, System.nanoTime() - beganNs);
        }
        tokens = NS * TOKENS_A_TRY / leastNs;
    }

    @Override
    public boolean make() {
        Blackhole.consumeCPU(tokens);
        return true;
    }
}
