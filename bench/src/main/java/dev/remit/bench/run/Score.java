package dev.remit.bench.run;

import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Plot;
import dev.remit.bench.report.Unit;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/** What the harness found of one benchmark with one set of parameters. Times are nanoseconds, as all benchmarks here say them. */
public final class Score {
    private static final double[] CURVE = {0, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99};

    private final RunResult result;

    Score(RunResult result) {
        this.result = result;
    }

    /** The benchmark's method. */
    public String benchmark() {
        return result.getPrimaryResult().getLabel();
    }

    /** The value of a parameter. */
    public String param(String name) {
        return result.getParams().getParam(name);
    }

    /** The mean. */
    public Figure mean() {
        return figure(Statistics::getMean, Unit.NANOSECONDS);
    }

    /** The time below which as many of a hundred calls stay; for benchmarks that time each call. */
    public Figure percentile(double of) {
        return figure(statistics -> statistics.getPercentile(of), Unit.NANOSECONDS);
    }

    /** The longest time; another run's may be anything. */
    public Figure max() {
        return Figure.of(result.getPrimaryResult().getStatistics().getMax(), Unit.NANOSECONDS);
    }

    /** Bytes allocated for each call, by all threads: the median of the iterations, as the JIT compiler allocates in some of them, too. */
    public Figure bytes() {
        return secondary("gc.alloc.rate.norm", Unit.BYTES);
    }

    private Figure secondary(String name, Unit unit) {
        final Result<?> all = result.getSecondaryResults().get(name);
        if (all == null) {
            return Figure.of(Double.NaN, unit);
        }
        double least = Double.MAX_VALUE;
        double most = 0;
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            final double value = Objects.requireNonNull(
                            fork.getSecondaryResults().get(name))
                    .getStatistics()
                    .getPercentile(50);
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return new Figure(all.getStatistics().getPercentile(50), (most - least) / 2, unit);
    }

    /** Times over percentiles. */
    public Plot.Curve curve(String name) {
        final Plot.Curve curve = Plot.Curve.of(name);
        for (double percentile : CURVE) {
            curve.point(percentile, result.getPrimaryResult().getStatistics().getPercentile(percentile));
        }
        return curve;
    }

    private Figure figure(ToDoubleFunction<Statistics> of, Unit unit) {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            final double value = of.applyAsDouble(fork.getPrimaryResult().getStatistics());
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return new Figure(of.applyAsDouble(result.getPrimaryResult().getStatistics()), (most - least) / 2, unit);
    }
}
