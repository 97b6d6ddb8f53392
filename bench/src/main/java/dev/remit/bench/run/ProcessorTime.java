package dev.remit.bench.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Processor time of an operation, that of all threads of the JVM together: what waits for another process is seen in it, and the waiting is not. */
public final class ProcessorTime implements InternalProfiler {
    static final String RESULT = "processor.norm";

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long beganNs;

    @Override
    public String getDescription() {
        return "Processor time of the whole JVM";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        beganNs = system.getProcessCpuTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        final double ns = system.getProcessCpuTime() - beganNs;
        return List.of(new ScalarResult(
                RESULT, ns / Math.max(1, result.getMetadata().getAllOps()), "ns/op", AggregationPolicy.AVG));
    }
}
