package dev.remit.bench.steps;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Parts of the way of a call, each with those before it that it can't do without; {@link StepsPart} takes them from each other. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StepsBenchmark {
    /** What timing costs. */
    @Benchmark
    public void nothing(StepsSetting setting) {
        // Only what is around it is measured.
    }

    /** A look at the clock. */
    @Benchmark
    public long clock(StepsSetting setting) {
        return setting.clock();
    }

    /** Arguments, principal, action and resource are bound. */
    @Benchmark
    public void bind(StepsSetting setting) {
        setting.bind();
    }

    /** And decided, the call counted. */
    @Benchmark
    public boolean bindDecide(StepsSetting setting) {
        setting.bind();
        return setting.decide();
    }

    /** And settled. */
    @Benchmark
    public boolean bindDecideSettle(StepsSetting setting) {
        setting.bind();
        final boolean allowed = setting.decide();
        setting.settle();
        return allowed;
    }

    /** A record's bytes into the ring. */
    @Benchmark
    public boolean ring(StepsSetting setting) {
        return setting.offer();
    }

    /** A decision's record: a look at the clock, encoded, into the ring. */
    @Benchmark
    public boolean record(StepsSetting setting) {
        return setting.record();
    }

    /** An outcome's record: a look at the clock, encoded, into the ring. */
    @Benchmark
    public boolean outcome(StepsSetting setting) {
        return setting.outcome();
    }
}
