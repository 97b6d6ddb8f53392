package dev.remit.bench.decision;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * One decision by each engine on the same policies and requests. Each setting's Javadoc says what is timed: everywhere the request
 * is made anew from raw values, and the engine's form of the policies and of the entities is ready.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {

    /** Remit. */
    @Benchmark
    public int remit(RemitSetting setting) {
        return setting.decide();
    }

    /** cedar-java: Cedar's own engine behind the Java Native Interface. */
    @Benchmark
    public Object cedarJava(CedarJavaSetting setting) throws Exception {
        return setting.decide();
    }

    /** jCasbin. */
    @Benchmark
    public boolean jCasbin(CasbinSetting setting) {
        return setting.decide();
    }

    /** CEL-java's planner, a loop over the conditions of all policies. */
    @Benchmark
    public int celJava(CelSetting setting) throws Exception {
        return setting.decide();
    }
}
