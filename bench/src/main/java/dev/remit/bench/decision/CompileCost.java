package dev.remit.bench.decision;

import dev.remit.cedar.eval.CompiledPolicies;
import java.lang.ref.Reference;

/** What it costs to read and compile policies, in a JVM that has done nothing before: time, and memory that stays. */
public final class CompileCost {
    private static final int FORBIDS = 20;

    private CompileCost() {}

    /** Prints one line: policies, milliseconds, megabytes. The argument is the number of policies. */
    public static void main(String[] args) {
        int policies = Integer.parseInt(args[0]);
        String text = Workload.cedar(policies, FORBIDS);
        long before = used();
        long began = System.nanoTime();
        CompiledPolicies compiled = Remit.compile(text);
        long took = System.nanoTime() - began;
        try {
            System.out.printf("%d %.0f %.1f%n", policies, took / 1e6, (used() - before) / 1048576.0);
        } finally {
            Reference.reachabilityFence(compiled);
        }
    }

    /** Bytes in use once garbage is gone. */
    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
