package dev.remit.bench.memory;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a JVM takes now, in bytes but for the last two.
 *
 * @param resident of the process; zero where the system does not say
 * @param heap in use after a collection
 * @param metaspace in use
 * @param collections so far, those asked for here aside
 */
record Footprint(double resident, double heap, double metaspace, double threads, double collections) {
    private static long askedFor;

    /** Looks. */
    static Footprint now() throws IOException {
        final long before = collectedSoFar();
        final long own = before - askedFor;
        System.gc();
        final double heap = (double)
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        askedFor += collectedSoFar() - before;
        double metaspace = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Metaspace")) {
                metaspace = (double) pool.getUsage().getUsed();
            }
        }
        return new Footprint(
                residentNow(),
                heap,
                metaspace,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                (double) own);
    }

    private static long collectedSoFar() {
        long sum = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            sum += collector.getCollectionCount();
        }
        return sum;
    }

    private static double residentNow() throws IOException {
        final Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }

    /** In a line, for {@link #parse}. */
    String line() {
        return resident + " " + heap + " " + metaspace + " " + threads + " " + collections;
    }

    static Footprint parse(String line) {
        final String[] parts = line.split(" ", -1);
        return new Footprint(
                Double.parseDouble(parts[0]),
                Double.parseDouble(parts[1]),
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3]),
                Double.parseDouble(parts[4]));
    }
}
