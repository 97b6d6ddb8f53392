package dev.remit.engine.audit;

import dev.remit.engine.audit.journal.FirstRecord;
import dev.remit.engine.audit.journal.JournalDrain;
import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.record.JsonText;
import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.Tag;
import dev.remit.engine.audit.record.TextLimits;
import dev.remit.engine.audit.redact.KnownSecrets;
import dev.remit.engine.audit.redact.SecretMatcher;
import dev.remit.engine.audit.ring.AuditRing;
import dev.remit.engine.audit.ring.RingFile;
import dev.remit.engine.identity.Svid;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records decisions, outcomes and the guard's own events.
 *
 * <p>A record for which a method returned true is safe from a kill of the process and will be in the journal, once. False means that it was not
 * taken: the ring is full, its drain is dead, or the recorder is closed. In enforce mode the caller must then refuse the call. What was not taken
 * is counted and reported in the journal as a blocked interval.
 *
 * <p>{@link #decision}, {@link #outcome} and {@link #prompt} allocate nothing in steady state, take no lock and make no system call but the clock's, unless waiting
 * for room is configured. All methods may be called by any thread.
 */
public final class Recorder implements AutoCloseable {
    private static final long WAIT_STEP_NS = 50_000;

    private final JournalFolder journalFolder;
    private final AuditRing ring;
    private final JournalDrain drain;
    private final Thread drainThread;
    private final long runId;
    private final int argumentsLimit;
    private final long blockNs;
    private final int closeTimeoutMs;
    private final KnownSecrets secrets = new KnownSecrets();
    private final EpochClock clock;
    private final AtomicLong callIds = new AtomicLong();

    private volatile boolean closed;

    private Recorder(
            AuditSettings settings,
            JournalFolder journalFolder,
            AuditRing ring,
            EpochClock clock,
            ThreadFactory threads) {
        this.journalFolder = journalFolder;
        this.ring = ring;
        this.clock = clock;
        runId = ring.runId();
        argumentsLimit = settings.argumentsLimit();
        blockNs = settings.blockMs() * 1_000_000L;
        closeTimeoutMs = settings.closeTimeoutMs();
        drain = new JournalDrain(journalFolder.folder(), ring, clock, settings, secrets, threads);
        drain.comesAfter(journalFolder.runBefore());
        drainThread = threads.newThread(drain);
    }

    /**
     * Makes the ring and starts the drain.
     *
     * @throws AuditException if the folder can't be used; the message says why and what to do
     */
    public static Recorder open(AuditSettings settings) throws AuditException {
        Recorder recorder = prepare(settings, new JournalThreads());
        recorder.start();
        return recorder;
    }

    /**
     * Makes the ring. Fast: the journal itself opens on the drain's thread, after {@link #start}, and until then records wait in the ring.
     *
     * @param threads makes the recorder's threads; they must be daemons
     * @throws AuditException if the folder can't be used; the message says why and what to do
     */
    public static Recorder prepare(AuditSettings settings, ThreadFactory threads) throws AuditException {
        return prepare(settings, threads, new EpochClock());
    }

    /** The same, by another clock. */
    static Recorder prepare(AuditSettings settings, ThreadFactory threads, EpochClock clock) throws AuditException {
        JournalFolder folder = JournalFolder.open(settings.folder());
        boolean prepared = false;
        try {
            long runId = folder.nextRunId(clock.nowNs());
            AuditRing ring = new AuditRing(RingFile.create(folder.folder(), runId, settings.ringBytes()));
            begin(folder, runId);
            Recorder recorder = new Recorder(settings, folder, ring, clock, threads);
            prepared = true;
            return recorder;
        } finally {
            if (!prepared) {
                release(folder);
            }
        }
    }

    /** Without the lock file's word of it the ring goes again: it would take its space at every try to start. */
    private static void begin(JournalFolder folder, long runId) throws AuditException {
        try {
            folder.began(runId);
        } catch (AuditException e) {
            File ring = RingFile.file(folder.folder(), runId);
            if (!ring.delete()) {
                e.addSuppressed(new IOException(ring + " can't be removed"));
            }
            throw e;
        }
    }

    /**
     * Names who gives the X.509-SVID that signs the journal from now on. While it gives none, the folder's own key signs.
     *
     * @param svids asked each second, on the drain's thread; must not block or throw
     */
    public void signWith(Supplier<? extends @Nullable Svid> svids) {
        drain.signWith(svids);
    }

    /** Starts the drain, once. */
    public void start() {
        drainThread.start();
    }

    /**
     * Starts the drain, once, with a record of the guard's start as the first of this run.
     *
     * @param start asked on the drain's thread: what it takes to answer costs the application's start nothing
     */
    public void start(Supplier<GuardStart> start) {
        long timeNs = clock.nowNs();
        drain.openWith(new FirstRecord() {
            @Override
            public int encode(RecordEncoder encoder) {
                return encodeStarted(encoder, start.get(), timeNs);
            }
        });
        start();
    }

    /** Records a decision, before the call starts. */
    public boolean decision(DecisionEntry entry) {
        int length = entry.encode(runId, argumentsLimit, secrets.matcher());
        return offer(entry.bytes(), length);
    }

    /** Records how a call ended. */
    public boolean outcome(OutcomeEntry entry) {
        int length = entry.encode(runId, argumentsLimit, secrets.matcher());
        return offer(entry.bytes(), length);
    }

    /** Records what the model was asked and answered. */
    public boolean prompt(PromptEntry entry) {
        int length = entry.encode(runId, argumentsLimit, secrets.matcher());
        return offer(entry.bytes(), length);
    }

    /**
     * Records what happened to a session or task, or what a person said about a call. May allocate.
     *
     * @param callId the call that was approved or not, or that used a grant; else 0
     * @param verdict what the person said; null for all but an approval
     * @param principal whose session or task it is, or who approved
     * @param session text, a UUID or a number
     * @param reason why, in words
     * @param detail what there is to know of it, as {@link DecisionEntry#arguments}
     */
    public boolean scope(
            ScopeEvent event,
            long callId,
            @Nullable Verdict verdict,
            @Nullable CharSequence principal,
            @Nullable Object session,
            @Nullable CharSequence task,
            @Nullable CharSequence reason,
            @Nullable Object detail) {
        SecretMatcher matcher = secrets.matcher();
        RecordEncoder to = new RecordEncoder();
        to.begin(event.kind(), runId, callId, 0, clock.nowNs());
        to.setByte(RecordDescriptor.VERDICT, verdict == null ? 0 : verdict.code());
        to.text(Tag.PRINCIPAL, principal, TextLimits.PRINCIPAL, matcher);
        to.text(Tag.REASON, reason, TextLimits.REASON, matcher);
        to.session(session, matcher);
        to.text(Tag.TASK, task, TextLimits.TASK, matcher);
        to.arguments(detail, argumentsLimit, new JsonText(), matcher);
        return offer(to.bytes(), to.finish());
    }

    private int encodeStarted(RecordEncoder to, GuardStart start, long timeNs) {
        to.begin(RecordKind.GUARD_STARTED, runId, 0, 0, timeNs);
        to.setByte(RecordDescriptor.MODE, start.mode().code());
        to.text(Tag.PRINCIPAL, start.identity(), TextLimits.PRINCIPAL, null);
        to.text(Tag.VERSION, start.version(), TextLimits.LIFECYCLE, null);
        to.text(Tag.CONFIG_HASH, start.configHash(), TextLimits.LIFECYCLE, null);
        to.text(Tag.POLICY_HASH, start.policyHash(), TextLimits.LIFECYCLE, null);
        for (String hook : start.hooks()) {
            to.text(Tag.HOOK, hook, TextLimits.LIFECYCLE, null);
        }
        return to.finish();
    }

    /**
     * Records that a policy set came into force. May allocate.
     *
     * @param source file or folder it came from
     * @param policies number of policies
     * @param files number of files they came from
     */
    public boolean policyLoaded(String source, int policies, int files, String hash) {
        RecordEncoder to = begin(RecordKind.POLICY_LOADED);
        to.setInt(RecordDescriptor.POLICY_COUNT, policies);
        to.setLong(RecordDescriptor.SIZE, files);
        to.text(Tag.SOURCE, source, TextLimits.LIFECYCLE, null);
        to.text(Tag.POLICY_HASH, hash, TextLimits.LIFECYCLE, null);
        return offer(to.bytes(), to.finish());
    }

    /**
     * Records that a policy set was offered and not taken. May allocate.
     *
     * @param source file or folder it came from
     * @param problem why, in one line
     * @param hash null for a set that could not even be read
     */
    public boolean policyRejected(String source, String problem, @Nullable String hash) {
        RecordEncoder to = begin(RecordKind.POLICY_REJECTED);
        to.text(Tag.POLICY_HASH, hash, TextLimits.LIFECYCLE, null);
        to.text(Tag.SOURCE, source, TextLimits.LIFECYCLE, null);
        to.text(Tag.REASON, problem, TextLimits.REASON, secrets.matcher());
        return offer(to.bytes(), to.finish());
    }

    /**
     * Records how far the workload's identity is proven. May allocate.
     *
     * @param id the SPIFFE ID
     * @param state in a word
     * @param status in a sentence
     * @param detail what there is to know of it, as {@link DecisionEntry#arguments}
     */
    public boolean identity(String id, String state, String status, @Nullable Object detail) {
        RecordEncoder to = begin(RecordKind.IDENTITY);
        to.text(Tag.PRINCIPAL, id, TextLimits.PRINCIPAL, null);
        to.text(Tag.REASON, status, TextLimits.REASON, secrets.matcher());
        to.text(Tag.NAME, state, TextLimits.LIFECYCLE, null);
        to.arguments(detail, argumentsLimit, new JsonText(), null);
        return offer(to.bytes(), to.finish());
    }

    /**
     * Records something that the operator should look at. May allocate.
     *
     * @param name a fixed name of its kind, such as {@code policy-error}
     */
    public boolean anomaly(String name, String text) {
        RecordEncoder to = begin(RecordKind.ANOMALY);
        to.text(Tag.NAME, name, TextLimits.LIFECYCLE, null);
        to.text(Tag.REASON, text, TextLimits.REASON, secrets.matcher());
        return offer(to.bytes(), to.finish());
    }

    /** A call id that was not given before in this run. Starts at 1. */
    public long nextCallId() {
        return callIds.incrementAndGet();
    }

    public EpochClock clock() {
        return clock;
    }

    /** The secrets that are kept out of every record. */
    public KnownSecrets secrets() {
        return secrets;
    }

    /** The folder that is written: the configured one, or one below it if another JVM has that. */
    public File folder() {
        return journalFolder.folder();
    }

    /** What the records of this start of the JVM have in common; greater than that of every earlier start in the folder. */
    public long runId() {
        return runId;
    }

    /** Why the drain is dead, or null while it lives. */
    public @Nullable Throwable failure() {
        return drain.failure();
    }

    /** Why records wait in the ring just now, such as a full disk; null if they don't. Goes by itself when the cause does. */
    public @Nullable Throwable stall() {
        return drain.stall();
    }

    /**
     * Drains what was acknowledged, appends the stop record and frees the folder. Later records are refused. Repeatable. Where the JVM ends before
     * the journal was in use, the ring keeps the records, where readers find them, and the next start brings them in.
     */
    @Override
    public void close() {
        closed = true;
        drain.stop();
        LockSupport.unpark(drainThread);
        boolean interrupted = false;
        long deadline = System.nanoTime() + closeTimeoutMs * 1_000_000L;
        for (long left = closeTimeoutMs;
                drainThread.isAlive() && left > 0;
                left = (deadline - System.nanoTime()) / 1_000_000) {
            try {
                drainThread.join(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (!drainThread.isAlive()) {
            drain.leaveStop();
            release(journalFolder);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private RecordEncoder begin(RecordKind kind) {
        RecordEncoder encoder = new RecordEncoder();
        encoder.begin(kind, runId, 0, 0, clock.nowNs());
        return encoder;
    }

    private boolean offer(byte[] record, int length) {
        if (!closed && drain.failure() == null) {
            if (ring.offer(record, length) || (blockNs > 0 && offerLater(record, length))) {
                return true;
            }
        }
        ring.countRefused(clock.nowNs());
        return false;
    }

    private boolean offerLater(byte[] record, int length) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < blockNs && !closed && drain.failure() == null) {
            // An interrupted thread does not park; it spins out its time instead, which is bounded.
            LockSupport.parkNanos(this, WAIT_STEP_NS);
            if (ring.offer(record, length)) {
                return true;
            }
        }
        return false;
    }

    private static void release(JournalFolder folder) {
        try {
            folder.close();
        } catch (IOException e) {
            throw new IllegalStateException("audit.dir=" + folder.folder() + ": its lock can't be released", e);
        }
    }
}
