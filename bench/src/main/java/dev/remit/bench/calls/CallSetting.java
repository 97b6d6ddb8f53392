package dev.remit.bench.calls;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A call that does not leave the JVM. Such calls come in bursts with a pause between them, and under no guard just so: back to back for
 * seconds they would outrun the journal's disk, and the guard would refuse them, as it must when nothing can be recorded.
 */
@State(Scope.Thread)
public class CallSetting {
    /** The system property that says whether policies decide: false where nothing is refused. */
    static final String REFUSES = "remit.bench.refuses";

    /** Calls between two pauses: their records fit into the ring. The first few after a pause find the processor's caches cold. */
    private static final int BURST = 8_000;

    private static final long PAUSE_MS = 160;

    /** Until then a journal is open, and what calls record is written down as they come. */
    private static final long SETTLE_MS = 500;

    /** Before anything is measured: until they have been made the JIT compiler is at work, on the journal's thread too. */
    private static final int WARM_UP_BURSTS = 100;

    private static final int WARM_UP_BURST = 2_000;
    private static final long WARM_UP_PAUSE_MS = 20;

    /** Whose call it is. */
    @Param
    public Library library = Library.LANGCHAIN4J;

    /** What the policy says to it. */
    @Param({"allowed", "denied"})
    public String policy = "allowed";

    private @Nullable Call call;
    private boolean expected;
    private int left;

    /** Opens it. */
    @Setup
    public void open() throws Exception {
        expected = policy.equals("allowed") || !Boolean.getBoolean(REFUSES);
        call = library.open(policy.equals("allowed"), URI.create("http://none.invalid/"));
        make();
        Thread.sleep(SETTLE_MS);
        for (int i = 0; i < WARM_UP_BURSTS; i++) {
            for (int j = 0; j < WARM_UP_BURST; j++) {
                make();
            }
            Thread.sleep(WARM_UP_PAUSE_MS);
        }
        // What a thread keeps for all its calls is old in an application that has run for a while, and stores to it
        // cost more.
        System.gc();
    }

    /** Between bursts. */
    @Setup(Level.Invocation)
    public void pause() throws InterruptedException {
        if (--left < 0) {
            left = BURST;
            Thread.sleep(PAUSE_MS);
        }
    }

    boolean make() throws Exception {
        final boolean allowed = Objects.requireNonNull(call).make();
        if (allowed != expected) {
            throw new IllegalStateException(library + ": let through=" + allowed + ", expected=" + expected);
        }
        return allowed;
    }
}
