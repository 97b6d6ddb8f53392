package dev.remit.bench.journal;

import dev.remit.bench.run.Scratch;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.Recorder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a journal costs an application that does nothing: the draining thread's share of a core over some seconds, and the memory that is resident after a burst of
 * records, above what it was before. To be run with a heap that is touched beforehand: an application's is, and of it the journal's is what it keeps alive.
 * And its compiler has been at work: what that takes for itself, it takes once.
 * Arguments: seconds. Prints percent, then megabytes: in all, live on the heap, of the JVM's own (classes and their code), and of mapped files.
 */
public final class IdleCost {
    private static final int RECORDS = 100_000;

    private IdleCost() {}

    /** See the class. */
    public static void main(String[] args) throws Exception {
        int seconds = Integer.parseInt(args[0]);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        threads.dumpAllThreads(false, false);
        work(System.nanoTime() + 3_000_000_000L);
        long liveBefore = live();
        long before = resident("VmRSS");
        long anonymousBefore = resident("RssAnon");
        Path folder = Scratch.folder("idle");
        try (Recorder recorder = Recorder.open(new AuditSettings(
                folder.resolve("audit").toFile(), AuditSettings.DEFAULT_RING_BYTES, 4096, 60_000, 60_000))) {
            DecisionEntry entry = new DecisionEntry();
            for (int i = 0; i < RECORDS; i++) {
                TypicalDecision.fill(entry, recorder);
                if (!recorder.decision(entry)) {
                    throw new IllegalStateException("not recorded", recorder.failure());
                }
            }
            Thread.sleep(3_000);
            double heap = (live() - liveBefore) / 1024.0 / 1024.0;
            double all = (resident("VmRSS") - before) / 1024.0;
            double own = (resident("RssAnon") - anonymousBefore) / 1024.0;
            long id = drain(threads);
            long cpu = threads.getThreadCpuTime(id);
            long start = System.nanoTime();
            Thread.sleep(seconds * 1_000L);
            double share = (threads.getThreadCpuTime(id) - cpu) * 100.0 / (System.nanoTime() - start);
            System.out.printf("%.2f %.1f %.1f %.1f %.1f%n", share, all + heap, heap, own, all - own);
        }
        Scratch.remove(folder);
    }

    /** As an application does: of all sorts, so that much of the class library is compiled. */
    private static void work(long untilNs) {
        Pattern words = Pattern.compile("(\\w+)[ ,]+(\\d*)");
        long seen = 0;
        for (int i = 0; System.nanoTime() < untilNs; i++) {
            String text =
                    String.format(Locale.ROOT, "call %d, of %s, took %.1f ms", i, Integer.toHexString(i), i / 7.0);
            Map<String, BigDecimal> numbers = new TreeMap<>();
            Matcher matcher = words.matcher(text);
            while (matcher.find()) {
                numbers.merge(matcher.group(1), new BigDecimal("0" + matcher.group(2)), BigDecimal::multiply);
            }
            seen += numbers.keySet().stream()
                    .sorted()
                    .collect(Collectors.joining(","))
                    .length();
        }
        if (seen == 0) {
            throw new IllegalStateException("nothing was done");
        }
    }

    private static long drain(ThreadMXBean threads) {
        for (ThreadInfo thread : threads.dumpAllThreads(false, false)) {
            if (thread.getThreadName().equals("remit-journal")) {
                return thread.getThreadId();
            }
        }
        throw new IllegalStateException("there is no draining thread");
    }

    /** Bytes of the heap that are in use after a collection. */
    private static long live() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Kilobytes. */
    private static long resident(String field) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
        for (String line : lines) {
            if (line.startsWith(field + ':')) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("/proc/self/status has no " + field);
    }
}
