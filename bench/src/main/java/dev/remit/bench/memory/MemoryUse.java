package dev.remit.bench.memory;

import dev.remit.bench.calls.Tool;
import java.util.concurrent.TimeUnit;

/**
 * An application that calls tools which allocate nothing. Arguments: calls a second, seconds, seconds between two looks.
 * Prints a {@link Footprint} while nothing is called yet, and then one at each look.
 */
public final class MemoryUse {
    private static final long SETTLE_MS = 3_000;
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int TICKS_A_SECOND = 1_000;

    private MemoryUse() {}

    /** See the class. */
    public static void main(String[] args) throws Exception {
        final int callsATick = Integer.parseInt(args[0]) / TICKS_A_SECOND;
        final long seconds = Long.parseLong(args[1]);
        final long between = Long.parseLong(args[2]);
        Thread.sleep(SETTLE_MS);
        System.out.println(Footprint.now().line());
        final Tool tool = Tool.springAi();
        final long beganNs = System.nanoTime();
        for (long tick = 1; tick <= seconds * TICKS_A_SECOND; tick++) {
            for (int i = 0; i < callsATick; i++) {
                if (!tool.call()) {
                    throw new IllegalStateException("refused");
                }
            }
            final long leftNs = beganNs + tick * TICK_NS - System.nanoTime();
            if (leftNs > 0) {
                TimeUnit.NANOSECONDS.sleep(leftNs);
            }
            if (tick % (between * TICKS_A_SECOND) == 0) {
                System.out.println(Footprint.now().line());
            }
        }
    }
}
