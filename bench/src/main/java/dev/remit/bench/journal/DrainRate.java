package dev.remit.bench.journal;

import dev.remit.bench.run.Scratch;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.Recorder;
import java.nio.file.Path;

/**
 * How many records a second go through: one caller records as fast as the ring takes them, waiting for room, and the draining thread chains, signs and appends.
 * Arguments: seconds. Prints records a second, the slowest second's, and the fastest's.
 */
public final class DrainRate {
    private DrainRate() {}

    /** See the class. */
    public static void main(String[] args) throws Exception {
        int seconds = Integer.parseInt(args[0]);
        Path folder = Scratch.folder("drain");
        Recorder recorder =
                Recorder.open(new AuditSettings(folder.resolve("audit").toFile(), 8 << 20, 4096, 60_000, 60_000));
        record(recorder, System.nanoTime() + 5_000_000_000L);
        long slowest = Long.MAX_VALUE;
        long fastest = 0;
        long all = 0;
        long start = System.nanoTime();
        for (int i = 1; i <= seconds; i++) {
            long count = record(recorder, start + i * 1_000_000_000L);
            slowest = Math.min(slowest, count);
            fastest = Math.max(fastest, count);
            all += count;
        }
        double took = (System.nanoTime() - start) / 1e9;
        recorder.close();
        System.out.printf("%.0f %d %d%n", all / took, slowest, fastest);
        Scratch.remove(folder);
    }

    private static long record(Recorder recorder, long untilNs) {
        DecisionEntry entry = new DecisionEntry();
        long count = 0;
        while (System.nanoTime() < untilNs) {
            for (int i = 0; i < 1_000; i++) {
                TypicalDecision.fill(entry, recorder);
                if (!recorder.decision(entry)) {
                    throw new IllegalStateException("not recorded", recorder.failure());
                }
                count++;
            }
        }
        return count;
    }
}
