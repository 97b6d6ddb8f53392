package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.EpochClock;
import dev.remit.engine.audit.proof.Anchor;
import dev.remit.engine.audit.proof.Anchoring;
import dev.remit.engine.audit.proof.SigningKey;
import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.redact.KnownSecrets;
import dev.remit.engine.audit.redact.RecordRedactor;
import dev.remit.engine.audit.ring.AuditRing;
import dev.remit.engine.audit.ring.RingFile;
import dev.remit.engine.identity.Svid;
import java.io.File;
import java.io.IOException;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that moves records from the ring into the journal. It opens the journal, brings in what older runs left, then drains until it is
 * told to stop. Lack of space, of memory, or of a permission makes it wait and try again, and {@link #stall} tells; anything else that goes wrong ends it, and
 * {@link #failure} tells.
 */
public final class JournalDrain implements Runnable, AuditRing.Target {
    /**
     * Between looks at an empty ring. What is in it is safe, and in so long comes to a small part of what it holds; to wake up is most of what
     * idling costs, and much of what draining a few records does.
     */
    private static final long IDLE_NS = 4_000_000;

    private static final long CALIBRATE_NS = 1_000_000_000;

    /** How long records may still come in after the ring is sealed. */
    private static final long LAST_COMMITS_NS = 1_000_000_000;

    private static final int BATCH_BYTES = 1 << 18;
    private static final int LARGE_ARGUMENTS = 1 << 18;

    private final File folder;
    private final AuditRing ring;
    private final EpochClock clock;
    private final AuditSettings settings;
    private final ThreadFactory threads;
    private final RecordRedactor redactor;
    private final RecordEncoder encoder = new RecordEncoder();
    private final Stall stall = new Stall();
    private final RunBeginning beginning;
    private final long runId;
    private final File ringFile;
    private byte[] record = new byte[4096];
    private long storedTimeNs;
    private @Nullable DrainGauges gauges;
    private @Nullable JournalOpening opening;
    private @Nullable Journal journal;
    private @Nullable Anchoring anchoring;
    private @Nullable Checkpoints checkpoints;
    private long calibratedAt = System.nanoTime();
    private long signAt = System.nanoTime();
    private boolean unsigned;

    private volatile @Nullable Supplier<? extends @Nullable Svid> svids;
    private volatile boolean stopping;
    private volatile boolean stopStored;
    private volatile @Nullable Throwable failure;

    /**
     * A drain of a ring.
     *
     * @param settings how the journal is written and kept
     * @param secrets whose encoded forms are kept out of the journal
     * @param threads makes further threads of the guard's own, daemons
     */
    public JournalDrain(
            File folder,
            AuditRing ring,
            EpochClock clock,
            AuditSettings settings,
            KnownSecrets secrets,
            ThreadFactory threads) {
        redactor = new RecordRedactor(
                secrets, settings.journal().redaction(), settings.journal().results());
        this.settings = settings;
        this.threads = threads;
        this.folder = folder;
        this.ring = ring;
        this.clock = clock;
        runId = ring.runId();
        ringFile = RingFile.file(folder, runId);
        beginning = new RunBeginning(folder, ring, clock, redactor);
    }

    /** Names the run before; 0 for none. To be called before the thread starts. */
    public void comesAfter(long run) {
        beginning.comesAfter(run);
    }

    /** Sets the run's first record. To be called before the thread starts. */
    public void openWith(FirstRecord record) {
        beginning.openWith(record);
    }

    /** Names who gives the SVID that signs. */
    public void signWith(Supplier<? extends @Nullable Svid> source) {
        svids = source;
    }

    private @Nullable Svid svid() {
        Supplier<? extends @Nullable Svid> source = svids;
        return source == null ? null : source.get();
    }

    /** What ended the thread before its time, or null. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Why records are waiting in the ring just now, or null. */
    public @Nullable Throwable stall() {
        return stall.cause();
    }

    /** Asks the thread to drain what is there, write the stop record and end. */
    public void stop() {
        stopping = true;
        stall.waitNoMore();
    }

    /**
     * Puts the stop record into the ring if the journal has not got it: a journal that was not in use when the JVM began to end can't be opened any
     * more. Readers find it there, and the next start brings it in. To be called when the thread is dead.
     */
    public void leaveStop() {
        if (!stopStored) {
            int length = encodeStopped();
            ring.offer(encoder.bytes(), length);
            stopStored = true;
        }
    }

    @Override
    public void run() {
        try {
            ring.touch();
            Parts parts = null;
            while (parts == null) {
                try {
                    parts = begin();
                    stall.end();
                } catch (Throwable t) {
                    if (!stall.waits(t)) {
                        throw t;
                    }
                }
            }
            drainUntilStopped(parts);
            finish(parts);
            parts.gauges.showEnd();
        } catch (Throwable t) {
            if (journal == null && isForEndOfJvm(t)) {
                awaitStop();
            } else {
                // An Error too: from here on nothing is recorded, and callers must be told whatever the cause.
                failure = t;
            }
        } finally {
            close();
        }
    }

    /** Whether a library's class could not be initialised because it adds a shutdown hook of its own, which an ending JVM does not take. */
    private static boolean isForEndOfJvm(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalStateException && "Shutdown in progress".equals(cause.getMessage())) {
                return true;
            }
        }
        return false;
    }

    /** Until then the application's own shutdown hooks may have something to record: the ring keeps it for the next start. */
    private void awaitStop() {
        while (!stopping) {
            Stall.pause();
        }
    }

    private void close() {
        try {
            Journal opened = journal;
            if (opened != null) {
                opened.close();
            }
        } catch (Throwable t) {
            if (failure == null) {
                failure = t;
            }
        }
        beginning.leaveInRing();
    }

    /** All that it takes to drain. Where it fails it may be called again, and goes on with what there is. */
    private Parts begin() throws Exception {
        DrainGauges gauges = this.gauges;
        if (gauges == null) {
            gauges = DrainGauges.of(folder, ring, clock);
            this.gauges = gauges;
        }
        Journal opened = journal;
        if (opened == null) {
            opened = open(gauges);
            journal = opened;
        }
        Checkpoints signing = checkpoints;
        if (signing == null) {
            SigningKey key = SigningKey.of(folder);
            signing = new Checkpoints(key, this::svid, opened, clock, runId, anchoring());
            checkpoints = signing;
        }
        beginning.append(opened, gauges);
        return new Parts(
                opened,
                gauges,
                signing,
                new Retention(settings.journal(), opened, signing, clock, runId),
                new RingWatch(folder, ring, opened, clock, stall));
    }

    private Journal open(DrainGauges gauges) throws IOException {
        JournalOpening kept = opening;
        if (kept == null) {
            kept = new JournalOpening(folder, clock, mayHaveLarge());
            opening = kept;
        }
        return new Journal(kept, gauges.counters(), stall);
    }

    /** Of an older ring it is not known what was configured. */
    private boolean mayHaveLarge() {
        return settings.argumentsLimit() > LARGE_ARGUMENTS
                || RingFile.in(folder).size() > 1;
    }

    private @Nullable Anchoring anchoring() {
        Anchor anchor = settings.journal().anchor();
        if (anchor != null && anchoring == null) {
            anchoring = new Anchoring(anchor, threads);
        }
        return anchoring;
    }

    private void drainUntilStopped(Parts parts) throws Exception {
        while (!stopping) {
            try {
                // Someone may interrupt every thread of the process; this one has nothing to give up.
                Thread.interrupted();
                calibrate();
                parts.watch.expectFiles();
                if (drainOnce() == 0) {
                    parts.watch.tend();
                    LockSupport.parkNanos(stall.isOver() ? IDLE_NS : Stall.WAIT_NS);
                }
                sign(parts);
                parts.gauges.show(storedTimeNs, !stall.isOver(), parts.checkpoints.isAnchorFailing());
            } catch (Throwable t) {
                if (!Stall.mayPass(t)) {
                    throw t;
                }
                stall.begin(t);
                Stall.pause();
            }
        }
    }

    private void calibrate() {
        long now = System.nanoTime();
        if (now - calibratedAt > CALIBRATE_NS) {
            clock.calibrate();
            calibratedAt = now;
        }
    }

    private void sign(Parts parts) throws IOException, GeneralSecurityException {
        if (System.nanoTime() - signAt < 0) {
            return;
        }
        try {
            parts.checkpoints.signWhereDue(ring.headPosition());
            parts.retention.applyWhereDue(ring.headPosition());
            unsigned = false;
        } catch (Throwable t) {
            if (!Stall.mayPass(t)) {
                throw t;
            }
            // It comes again, over more, when there is space, or memory: not at once, for each try takes of both.
            signAt = System.nanoTime() + Stall.WAIT_NS;
            unsigned = true;
            stall.begin(t);
        }
    }

    private int encodeStopped() {
        encoder.begin(RecordKind.GUARD_STOPPED, runId, 0, 0, clock.nowNs());
        return encoder.finish();
    }

    private int drainOnce() throws Exception {
        try {
            int bytes = ring.drain(this, BATCH_BYTES);
            if (!unsigned) {
                stall.end();
            }
            return bytes;
        } catch (Throwable t) {
            if (!Stall.mayPass(t)) {
                throw t;
            }
            // Nothing of the record was appended; it waits in the ring for space, or memory.
            stall.begin(t);
            return 0;
        }
    }

    /** Called back by the ring. */
    @Override
    public void store(UnsafeBuffer buffer, int offset, int length, long endPosition) throws IOException {
        if (record.length < length) {
            record = new byte[length];
        }
        buffer.getBytes(offset, record, 0, length);
        storedTimeNs = buffer.getLong(offset + RecordDescriptor.TIME_NS, ByteOrder.LITTLE_ENDIAN);
        byte[] kept = redactor.redact(record, length);
        journal().append(kept, redactor.length(), runId, endPosition);
    }

    private Journal journal() {
        Journal opened = journal;
        if (opened == null) {
            throw new IllegalStateException("the journal in " + folder + " is not open");
        }
        return opened;
    }

    /** Takes in what callers had begun, writes the stop record and removes the ring if it is empty. */
    private void finish(Parts parts) throws Exception {
        long last = ring.seal();
        long progressAt = System.nanoTime();
        while (ring.headPosition() < last && System.nanoTime() - progressAt < LAST_COMMITS_NS) {
            if (drainOnce() > 0) {
                progressAt = System.nanoTime();
            } else {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
        parts.watch.reportRefusals();
        int length = encodeStopped();
        parts.journal.append(encoder.bytes(), length, runId, ring.headPosition());
        stopStored = true;
        parts.checkpoints.finish(ring.headPosition());
        if (ring.headPosition() >= last && !ringFile.delete()) {
            throw new IOException(ringFile + " is drained but can't be removed");
        }
    }

    /** What it drains with. */
    private record Parts(
            Journal journal, DrainGauges gauges, Checkpoints checkpoints, Retention retention, RingWatch watch) {}
}
