package dev.remit.bench.load;

import dev.remit.bench.calls.Tool;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.HdrHistogram.Recorder;

/**
 * Tool calls at a fixed rate, from several threads. A call has a time at which it is due; how long it takes is counted from then, so that what waits behind a slow
 * one counts too. Arguments: calls a second, threads ({@code v10000} for virtual ones), seconds, a file for the histogram.
 * Prints calls a second that were made, refused ones, and the nanoseconds that 50, 99, 99.9 and 100 of a hundred stayed below.
 */
public final class OpenLoop {
    private static final long WARM_UP_NS = TimeUnit.SECONDS.toNanos(2);

    /** A thread that is due later than that lets others run. */
    private static final long SPIN_NS = 100_000;

    private final Recorder recorder = new Recorder(TimeUnit.MINUTES.toNanos(1), 3);
    private final AtomicLong refused = new AtomicLong();
    private final long intervalNs;
    private final long countFromNs;
    private final long endNs;

    private OpenLoop(long intervalNs, long countFromNs, long endNs) {
        this.intervalNs = intervalNs;
        this.countFromNs = countFromNs;
        this.endNs = endNs;
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        final int rate = Integer.parseInt(args[0]);
        final boolean virtual = args[1].startsWith("v");
        final int threads = Integer.parseInt(virtual ? args[1].substring(1) : args[1]);
        final long seconds = Long.parseLong(args[2]);
        final long beganNs = System.nanoTime();
        final OpenLoop loop = new OpenLoop(
                TimeUnit.SECONDS.toNanos(threads) / rate,
                beganNs + WARM_UP_NS,
                beganNs + WARM_UP_NS + TimeUnit.SECONDS.toNanos(seconds));
        final ThreadFactory factory = virtual ? virtualThreads() : Thread::new;
        final List<Thread> started = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            // Not all at once: their first calls are spread over an interval.
            final long firstNs = beganNs + loop.intervalNs * i / threads;
            final Thread thread = factory.newThread(() -> loop.run(firstNs));
            started.add(thread);
            thread.start();
        }
        for (Thread thread : started) {
            thread.join();
        }
        final Histogram histogram = loop.recorder.getIntervalHistogram();
        write(histogram, new File(args[3]));
        System.out.printf(
                "%d %d %d %d %d %d%n",
                histogram.getTotalCount() / seconds,
                loop.refused.get(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getMaxValue());
    }

    private void run(long firstNs) {
        final Tool tool = Tool.langChain4j();
        for (long dueNs = firstNs; dueNs < endNs; dueNs += intervalNs) {
            await(dueNs);
            final boolean allowed = tool.call();
            final long tookNs = System.nanoTime() - dueNs;
            if (dueNs >= countFromNs) {
                recorder.recordValue(tookNs);
                if (!allowed) {
                    refused.incrementAndGet();
                }
            }
        }
    }

    private static void await(long dueNs) {
        for (long leftNs = dueNs - System.nanoTime(); leftNs > 0; leftNs = dueNs - System.nanoTime()) {
            if (leftNs > SPIN_NS) {
                LockSupport.parkNanos(leftNs - SPIN_NS);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /** Java 21's, where it is there: this is compiled for 17. */
    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        final Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }

    private static void write(Histogram histogram, File file) throws IOException {
        final HistogramLogWriter log = new HistogramLogWriter(file);
        log.outputLogFormatVersion();
        log.outputLegend();
        log.outputIntervalHistogram(histogram);
        log.close();
    }
}
