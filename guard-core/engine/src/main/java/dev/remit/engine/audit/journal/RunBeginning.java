package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.EpochClock;
import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.redact.RecordRedactor;
import dev.remit.engine.audit.ring.AuditRing;
import dev.remit.engine.audit.ring.RingFile;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the journal before a run's records from its ring: what is found missing, what older runs left in theirs, and the run's first record. For the
 * draining thread.
 */
final class RunBeginning {
    private final File folder;
    private final AuditRing ring;
    private final EpochClock clock;
    private final RecordRedactor redactor;
    private final Stall stall;
    private final RecordEncoder encoder = new RecordEncoder();
    private final long runId;
    private @Nullable FirstRecord first;
    private long runBefore;

    RunBeginning(File folder, AuditRing ring, EpochClock clock, RecordRedactor redactor, Stall stall) {
        this.folder = folder;
        this.ring = ring;
        this.clock = clock;
        this.redactor = redactor;
        this.stall = stall;
        runId = ring.runId();
    }

    /** Names the run before; 0 for none. */
    void comesAfter(long run) {
        runBefore = run;
    }

    /** Sets the run's first record. */
    void openWith(FirstRecord record) {
        first = record;
    }

    /**
     * Appends it.
     *
     * @param countersProblem why nothing is counted, in words; null where it is
     */
    void append(Journal journal, @Nullable String countersProblem) throws Exception {
        reportDamage(journal);
        RingReplay replay = new RingReplay(folder, journal, redactor, runId);
        stall.untilItWorks(() -> replay.replayAll(clock.nowNs()));
        FirstRecord start = first;
        if (start != null) {
            append(journal, start.encode(encoder), ring.headPosition());
            first = null;
        }
        if (countersProblem != null) {
            int length = Anomaly.encode(encoder, runId, clock.nowNs(), "counters-failed", countersProblem);
            append(journal, length, ring.headPosition());
        }
    }

    /** Puts the first record into the ring if the journal has not got it. */
    void leaveInRing() {
        FirstRecord start = first;
        if (start != null) {
            first = null;
            int length = start.encode(encoder);
            ring.offer(encoder.bytes(), length);
        }
    }

    /** What this run finds missing of the journal. Says it where it is missing, before anything is appended. */
    private void reportDamage(Journal journal) throws Exception {
        List<String> found = new ArrayList<>(journal.damage());
        if (runBefore > 0
                && !RingFile.file(folder, runBefore).exists()
                && !journal.frames().hasEndOf(runBefore)) {
            found.add(
                    "run " + Long.toHexString(runBefore)
                            + ", the one before, has neither a last record in the journal nor a ring: its last records are gone");
        }
        for (String problem : found) {
            append(journal, Anomaly.encode(encoder, runId, clock.nowNs(), FrameDescriptor.DAMAGED, problem), 0);
        }
    }

    private void append(Journal journal, int length, long ringEnd) throws Exception {
        stall.untilItWorks(() -> journal.append(encoder.bytes(), length, runId, ringEnd));
    }
}
