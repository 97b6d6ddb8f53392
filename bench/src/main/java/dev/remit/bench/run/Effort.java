package dev.remit.bench.run;

/** How thoroughly a run measures: how much of it, and how many pairs of processes. A benchmark is measured for as long in both. */
public enum Effort {
    /** To see what changed; in a few minutes. */
    QUICK(5),
    /** To be quoted. */
    FULL(20);

    /** JVMs that a benchmark is run in, one after another. */
    public static final int FORKS = 3;

    /** Iterations of a fork before it counts. */
    static final int WARM_UPS = 2;

    /** Iterations of a fork that count. */
    static final int MEASUREMENTS = 2;

    /** For how long each iteration is. */
    static final int ITERATION_MS = 400;

    private final int pairs;

    Effort(int pairs) {
        this.pairs = pairs;
    }

    /** Whether it is to be quoted. */
    public boolean isFull() {
        return this == FULL;
    }

    /** Pairs of whole processes. */
    public int pairs() {
        return pairs;
    }

    @Override
    public String toString() {
        return (isFull() ? "full" : "quick") + ": " + FORKS + " forks, each warmed up for " + WARM_UPS + " × "
                + ITERATION_MS + " ms or more and measured for " + MEASUREMENTS + " × " + ITERATION_MS + " ms; " + pairs
                + " pairs of processes";
    }
}
