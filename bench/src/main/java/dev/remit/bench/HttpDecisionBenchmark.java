package dev.remit.bench;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The guard alone, for an HTTP request whose URI is parsed: from the gate to the decision's record in the ring, and the end of
 * the call. No network; a real request takes a thousand times as long. A refused one includes the words of the refusal.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 40)
@Measurement(iterations = 60)
public class HttpDecisionBenchmark {
    /** What the policy says to the request. */
    @Param({"allowed", "denied"})
    public String policy = "allowed";

    private URI uri = URI.create("https://api.eu.acme.com/");

    /** The request's URI. */
    @Setup
    public void uri() {
        uri = URI.create("https://api.eu.acme.com/v1/" + ("allowed".equals(policy) ? "bookings" : "admin")
                + "/4711/refunds?dry=false");
    }

    /** Between bursts. */
    @Setup(Level.Invocation)
    public void pause() throws InterruptedException {
        Burst.pause();
    }

    /** Reading the URI. */
    @Benchmark
    @Fork(2)
    @OperationsPerInvocation(Burst.CALLS)
    public void baselineHttpDecision(Blackhole hole) {
        for (int i = 0; i < Burst.CALLS; i++) {
            hole.consume(uri.getScheme());
            hole.consume(uri.getHost());
            hole.consume(uri.getPort());
            hole.consume(uri.toString());
        }
    }

    /** Reading the URI, and asking the gate in enforce. */
    @Benchmark
    @Fork(value = 2, jvmArgsAppend = Flag.GUARDED)
    @OperationsPerInvocation(Burst.CALLS)
    public void guardedHttpDecision() throws Throwable {
        int refused = 0;
        for (int i = 0; i < Burst.CALLS; i++) {
            if (Gate.http("POST", uri.getScheme(), uri.getHost(), uri.getPort(), uri.toString()) == null) {
                Gate.end();
            } else {
                refused++;
            }
        }
        Burst.expect(refused, "allowed".equals(policy) ? 0 : Burst.CALLS);
    }
}
