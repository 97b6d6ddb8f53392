package dev.remit.bench.journal;

import dev.remit.engine.audit.DecisionEntry;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The caller's part of a record: filling, encoding, the ring; and two ways to do without one. Each call is timed by itself, so a figure holds two looks at the
 * clock: {@code nothing} is what those cost.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordBenchmark {
    /** Records between two pauses, in which they are drained: an AI agent's calls come in bursts. */
    private static final int BURST = 2_000;

    private static final long PAUSE_MS = 40;

    private final DecisionEntry entry = new DecisionEntry();
    private int calls;

    /** Between bursts. */
    @Setup(Level.Invocation)
    public void pause() throws InterruptedException {
        if (++calls % BURST == 0) {
            Thread.sleep(PAUSE_MS);
        }
    }

    /** The clock's part of every figure. */
    @Benchmark
    public void nothing() {
        // Only what is around it is measured.
    }

    /** Remit. */
    @Benchmark
    public void record(RecorderState state) {
        TypicalDecision.fill(entry, state.recorder());
        if (!state.recorder().decision(entry)) {
            throw new IllegalStateException("the ring is full: this is not what was to be measured");
        }
    }

    /** The same bytes appended to a Chronicle Queue by the caller itself. */
    @Benchmark
    public void chronicleAppend(ChronicleState state, ChronicleState.Caller caller) {
        caller.append();
    }

    /** A text of the same length logged by Log4j's asynchronous logger into a file. */
    @Benchmark
    public void log4jAsyncFile(Log4jState state) {
        state.log();
    }
}
