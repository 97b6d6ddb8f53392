package dev.remit.bench.run;

/** How thoroughly a run measures. A benchmark has as many forks in both, and is warmed up as long. */
public enum Effort {
    /** To see what changed; in a few minutes. */
    QUICK(2, 5),
    /** To be quoted. */
    FULL(3, 20);

    /** JVMs that a benchmark is run in, one after another. */
    public static final int FORKS = 3;

    /** Iterations of a fork before it counts. */
    static final int WARM_UPS = 3;

    /** For how long each iteration is. */
    static final int ITERATION_MS = 400;

    private final int measurements;
    private final int pairs;

    Effort(int measurements, int pairs) {
        this.measurements = measurements;
        this.pairs = pairs;
    }

    /** Whether it is to be quoted. */
    public boolean isFull() {
        return this == FULL;
    }

    /** Iterations of a fork that count. */
    int measurements() {
        return measurements;
    }

    /** Pairs of whole processes. */
    public int pairs() {
        return pairs;
    }

    @Override
    public String toString() {
        return (isFull() ? "full" : "quick") + ": " + FORKS + " forks, each warmed up for " + WARM_UPS + " × "
                + ITERATION_MS + " ms, where it says no more, and measured for " + measurements + " × " + ITERATION_MS
                + " ms; " + pairs + " pairs of processes";
    }
}
