package dev.remit.bench.calls;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Makes calls when it is told to, so that JVMs under one javaagent and another can take turns within milliseconds: what changes on the machine then
 * changes for all of them. Arguments: the library, the server, whether policies decide, a file for the histogram. Prints a line when it is ready; then
 * reads how many calls of which kind to make, {@code allowed 200} or {@code denied 200}, and prints the nanoseconds that half of them stayed below, those that 99 of a
 * hundred of all calls of the kind so far stayed below, and processor time (nanoseconds) and bytes of a call, by all Java threads. After {@code reset} it begins anew.
 */
public final class Turns {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Kind allowed;
    private final Kind denied;

    private Turns(Library library, URI server, boolean refuses) {
        this.allowed = new Kind(library.open(true, server), true);
        this.denied = new Kind(library.open(false, server), !refuses);
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        final Turns turns = new Turns(Library.valueOf(args[0]), URI.create(args[1]), Boolean.parseBoolean(args[2]));
        System.out.println("ready");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(turns.answer(line));
            }
        }
        turns.write(new File(args[3]));
    }

    private String answer(String line) throws Exception {
        if (line.equals("reset")) {
            allowed.all.reset();
            denied.all.reset();
            return line;
        }
        final int space = line.indexOf(' ');
        return make(line.startsWith("allowed") ? allowed : denied, Integer.parseInt(line.substring(space + 1)));
    }

    private String make(Kind kind, int count) throws Exception {
        final Histogram turn = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        final long bytes = sum(threads.getThreadAllocatedBytes(threads.getAllThreadIds()));
        final long cpuNs = sum(threads.getThreadCpuTime(threads.getAllThreadIds()));
        for (int i = 0; i < count; i++) {
            final long beganNs = System.nanoTime();
            final boolean through = kind.call.make();
            turn.recordValue(System.nanoTime() - beganNs);
            if (through != kind.passes) {
                throw new IllegalStateException("let through=" + through + ", expected=" + kind.passes);
            }
        }
        final long usedNs = sum(threads.getThreadCpuTime(threads.getAllThreadIds())) - cpuNs;
        final long allocated = sum(threads.getThreadAllocatedBytes(threads.getAllThreadIds())) - bytes;
        kind.all.add(turn);
        return turn.getValueAtPercentile(50) + " " + kind.all.getValueAtPercentile(99) + " " + usedNs / count + " "
                + allocated / count;
    }

    /** A thread that has just ended has none. */
    private static long sum(long[] ofThreads) {
        return Arrays.stream(ofThreads).filter(each -> each > 0).sum();
    }

    private void write(File file) throws Exception {
        final HistogramLogWriter log = new HistogramLogWriter(file);
        log.outputLogFormatVersion();
        log.outputLegend();
        log.outputIntervalHistogram(allowed.all);
        log.outputIntervalHistogram(denied.all);
        log.close();
    }

    /** Calls that policies say the same to. */
    private static final class Kind {
        final Histogram all = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        final Call call;
        final boolean passes;

        Kind(Call call, boolean passes) {
            this.call = call;
            this.passes = passes;
        }
    }
}
