package dev.remit.bench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Benchmarks of the harness, in JVMs of their own; their raw results are kept beside the report. */
public final class Jmh {
    /** How much of what a benchmark that failed wrote is shown. */
    private static final int TOLD_LINES = 25;

    private final ChainedOptionsBuilder options = new OptionsBuilder();
    private final List<String> jvmOptions = new ArrayList<>();
    private final Path raw;
    private final Progress progress;
    private final String label;

    /** @param label says for people what the JVMs run under */
    Jmh(Jdk jdk, Path work, Path raw, Progress progress, String label) {
        jvmOptions.add("-D" + Scratch.PROPERTY + "=" + work);
        this.raw = raw;
        this.progress = progress;
        this.label = label;
        options.jvm(jdk.java().toString())
                .forks(Effort.FORKS)
                .warmupIterations(Effort.WARM_UPS)
                .warmupTime(TimeValue.milliseconds(Effort.ITERATION_MS))
                .measurementIterations(Effort.MEASUREMENTS)
                .measurementTime(TimeValue.milliseconds(Effort.ITERATION_MS))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON);
    }

    /** All methods of a class of benchmarks. */
    public Jmh benchmarks(Class<?> type) {
        options.include(Pattern.quote(type.getName() + "."));
        return this;
    }

    /** A method of a class of benchmarks. */
    public Jmh benchmark(Class<?> type, String method) {
        options.include(Pattern.quote(type.getName() + "." + method) + "$");
        return this;
    }

    /** Only these values of a parameter. */
    public Jmh param(String name, String... values) {
        options.param(name, values);
        return this;
    }

    /** Warms up with as many iterations, where those of all are too few. */
    public Jmh warmUps(int count) {
        options.warmupIterations(count);
        return this;
    }

    /** As many threads at once. */
    public Jmh threads(int count) {
        options.threads(count);
        return this;
    }

    /** Adds options of the JVMs. */
    public Jmh jvm(String... more) {
        jvmOptions.addAll(List.of(more));
        return this;
    }

    /** Adds options of the JVMs. */
    public Jmh jvm(List<String> more) {
        jvmOptions.addAll(more);
        return this;
    }

    /** With what the journal needs where it runs outside of the guard's own loader. */
    public Jmh openForJournal() {
        return jvm(Jvm.OPEN_FOR_JOURNAL);
    }

    /**
     * Runs them.
     *
     * @param file of the raw results, without an ending
     */
    public List<Score> run(String file) throws IOException, RunnerException {
        options.jvmArgsAppend(jvmOptions.toArray(new String[0]))
                .result(raw.resolve(file + ".json").toString());
        try (PrintStream log =
                new PrintStream(Files.newOutputStream(raw.resolve(file + ".log")), false, StandardCharsets.UTF_8)) {
            final List<Score> scores = new ArrayList<>();
            new Runner(options.build(), told(OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL)))
                    .run()
                    .forEach(result -> scores.add(new Score(result)));
            return scores;
        } catch (RunnerException e) {
            final Path log = raw.resolve(file + ".log");
            final List<String> lines = Files.readAllLines(log);
            throw new RunnerException(
                    "a benchmark failed; the end of " + log + ":\n"
                            + String.join("\n", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size())),
                    e);
        }
    }

    /** Says each benchmark as it begins. */
    private OutputFormat told(OutputFormat format) {
        return (OutputFormat) Proxy.newProxyInstance(
                Jmh.class.getClassLoader(), new Class<?>[] {OutputFormat.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("startBenchmark")) {
                        progress.step(step((BenchmarkParams) arguments[0]));
                    }
                    try {
                        return method.invoke(format, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private String step(BenchmarkParams params) {
        final StringBuilder step = new StringBuilder(label);
        final String benchmark = params.getBenchmark();
        step.append(", ").append(benchmark.substring(benchmark.lastIndexOf('.') + 1));
        params.getParamsKeys().forEach(key -> step.append(' ').append(params.getParam(key)));
        return (params.getThreads() == 1
                        ? step
                        : step.append(", ").append(params.getThreads()).append(" threads"))
                .toString();
    }
}
