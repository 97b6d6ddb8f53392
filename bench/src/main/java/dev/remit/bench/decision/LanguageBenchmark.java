package dev.remit.bench.decision;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** What single parts of the language cost Remit: a whole decision each, with its request bound anew; see {@link LanguageSetting}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LanguageBenchmark {

    /** A decision. */
    @Benchmark
    public int decide(LanguageSetting setting) {
        return setting.decide();
    }

    /** Arguments bound from JSON, nothing decided. */
    @Benchmark
    public Object bindJson(JsonSetting setting) {
        return setting.bind();
    }
}
