package dev.remit.bench.run;

/** How thoroughly a run measures. Each benchmark has as many forks in both; what differs is for how long each is measured. */
public enum Effort {
    /** To see what changed; in a few minutes. */
    QUICK(3, 400, 2, 400, 5),
    /** To be quoted. */
    FULL(5, 1000, 5, 1000, 20);

    /** JVMs that a benchmark is run in, one after another. */
    public static final int FORKS = 3;

    private final int warmUps;
    private final int warmUpMs;
    private final int measurements;
    private final int measurementMs;
    private final int pairs;

    Effort(int warmUps, int warmUpMs, int measurements, int measurementMs, int pairs) {
        this.warmUps = warmUps;
        this.warmUpMs = warmUpMs;
        this.measurements = measurements;
        this.measurementMs = measurementMs;
        this.pairs = pairs;
    }

    /** Whether it is to be quoted. */
    public boolean isFull() {
        return this == FULL;
    }

    /** Iterations of a fork before it counts. */
    int warmUps() {
        return warmUps;
    }

    /** For how long each of them is. */
    int warmUpMs() {
        return warmUpMs;
    }

    /** Iterations of a fork that count. */
    int measurements() {
        return measurements;
    }

    /** For how long each of them is. */
    int measurementMs() {
        return measurementMs;
    }

    /** Pairs of whole processes. */
    public int pairs() {
        return pairs;
    }

    @Override
    public String toString() {
        return (isFull() ? "full" : "quick") + ": " + FORKS + " forks, each warmed up for " + warmUps + " × " + warmUpMs
                + " ms and measured for " + measurements + " × " + measurementMs + " ms; " + pairs
                + " pairs of processes";
    }
}
