package dev.remit.bench.steps;

import dev.remit.bench.run.Scratch;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.engine.Category;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.OutcomeEntry;
import dev.remit.engine.audit.OutcomeStatus;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Verdict;
import dev.remit.engine.audit.ring.AuditRing;
import dev.remit.engine.audit.ring.RingFile;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.engine.policy.Surroundings;
import dev.remit.engine.session.Session;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The parts of the guard that a tool call goes through, each ready to be called alone, with what the benchmarks' tool call brings. */
@State(Scope.Thread)
public class StepsSetting {
    private static final int BURST = 2_000;
    private static final long PAUSE_MS = 40;

    /** Until then the journal is open. */
    private static final long SETTLE_MS = 2_000;

    private static final int RING_BYTES = 8 << 20;
    private static final String ARGUMENTS = "{\"booking\": \"B-4711\", \"amount\": 40, \"currency\": \"EUR\"}";
    private static final String AGENT = "com.acme.SupportAgent";

    private final DecisionEntry entry = new DecisionEntry();
    private final OutcomeEntry outcome = new OutcomeEntry();
    private final byte[] record = new byte[336];
    private int left = BURST;

    @SuppressWarnings("NullAway.Init") // set by prepare
    private DecisionRequest request;

    @SuppressWarnings("NullAway.Init") // set by prepare
    private Session session;

    @SuppressWarnings("NullAway.Init") // set by prepare
    private Recorder recorder;

    @SuppressWarnings("NullAway.Init") // set by prepare
    private AuditRing ring;

    @SuppressWarnings("NullAway.Init") // set by prepare
    private Path folder;

    private long nowMs;

    /** Everything that outlives a call. */
    @Setup(Level.Trial)
    public void prepare() throws Exception {
        folder = Scratch.folder("steps");
        nowMs = System.currentTimeMillis();
        request = new DecisionRequest(new PolicySnapshot(
                PolicyCompiler.compile(
                        PolicyParser.parse(List.of(new PolicySource(
                                "bench.cedar",
                                Files.readString(Path.of("bench", "src", "main", "remit", "policy", "bench.cedar"))))),
                        EntityStore.empty(),
                        ErrorMode.GUARD),
                Identities.configured(SpiffeId.parse("spiffe://example.org/bench")),
                Surroundings.UNKNOWN));
        session = new Session(AGENT, "customer-4711", nowMs);
        recorder = Recorder.open(new AuditSettings(folder.resolve("audit").toFile(), 32 << 20, 4096, 0, 60_000));
        final File alone = Files.createDirectory(folder.resolve("ring")).toFile();
        ring = new AuditRing(RingFile.create(alone, 1, RING_BYTES));
        Thread.sleep(SETTLE_MS);
    }

    /** Between bursts: what they recorded is written down. */
    @Setup(Level.Invocation)
    public void pause() throws Exception {
        if (--left < 0) {
            left = BURST;
            while (ring.drain((bytes, start, length, position) -> {}, RING_BYTES) > 0) {
                // Until there is nothing left.
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    /** Closes and removes it all. */
    @TearDown(Level.Trial)
    public void close() throws Exception {
        recorder.close();
        Scratch.remove(folder);
    }

    long clock() {
        return recorder.clock().nowNs();
    }

    void bind() {
        request.by(session, null, nowMs);
        request.tool(AGENT, "refund", ARGUMENTS);
    }

    boolean decide() {
        if (!request.isAllowed()) {
            throw new IllegalStateException("denied: " + request.reason());
        }
        return true;
    }

    void settle() {
        request.settle(true, true);
        request.clear();
    }

    boolean offer() {
        return known(ring.offer(record, record.length));
    }

    boolean record() {
        entry.callId = recorder.nextCallId();
        entry.timeNs = recorder.clock().nowNs();
        entry.decided(
                Verdict.ALLOW,
                Mode.ENFORCE,
                Category.TOOL,
                request.principal().text(),
                request.action().text(),
                request.resource().text(),
                request.policyIds(),
                request.policyCount(),
                request.snapshot().hashBytes(),
                Thread.currentThread().getName());
        entry.session = session.id();
        entry.arguments = ARGUMENTS;
        return known(recorder.decision(entry));
    }

    boolean outcome() {
        outcome.callId = 1;
        outcome.timeNs = recorder.clock().nowNs();
        outcome.status = OutcomeStatus.OK;
        outcome.durationNs = 50;
        outcome.resultSize = -1;
        outcome.result = "refunded";
        return known(recorder.outcome(outcome));
    }

    private static boolean known(boolean recorded) {
        if (!recorded) {
            throw new IllegalStateException("the ring is full: this is not what was to be measured");
        }
        return true;
    }
}
