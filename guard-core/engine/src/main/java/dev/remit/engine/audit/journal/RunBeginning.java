package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.EpochClock;
import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.redact.RecordRedactor;
import dev.remit.engine.audit.ring.AuditRing;
import dev.remit.engine.audit.ring.RingFile;
import java.io.File;
import java.io.IOException;
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
    private final RecordEncoder encoder = new RecordEncoder();
    private final long runId;
    private @Nullable FirstRecord first;
    private @Nullable List<String> damage;
    private @Nullable RingReplay replay;
    private int damageTold;
    private boolean replayed;
    private long runBefore;

    RunBeginning(File folder, AuditRing ring, EpochClock clock, RecordRedactor redactor) {
        this.folder = folder;
        this.ring = ring;
        this.clock = clock;
        this.redactor = redactor;
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
     * Appends it. Where it fails it may be called again, and goes on behind what is appended.
     *
     * @param gauges tell why nothing is counted, where that is so
     */
    void append(Journal journal, DrainGauges gauges) throws Exception {
        reportDamage(journal);
        replay(journal);
        FirstRecord start = first;
        if (start != null) {
            int length = start.encode(encoder);
            journal.append(encoder.bytes(), length, runId, ring.headPosition());
            first = null;
        }
        String problem = gauges.problem();
        if (problem != null) {
            anomaly(journal, "counters-failed", problem, ring.headPosition());
            gauges.problemIsTold();
        }
    }

    private void replay(Journal journal) throws Exception {
        RingReplay older = replay;
        if (older == null) {
            older = new RingReplay(folder, journal, redactor, runId);
            replay = older;
        }
        if (!replayed) {
            older.replayAll(clock.nowNs());
            replayed = true;
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
    private void reportDamage(Journal journal) throws IOException {
        List<String> found = damage;
        if (found == null) {
            found = missing(journal);
            damage = found;
        }
        for (; damageTold < found.size(); damageTold++) {
            anomaly(journal, FrameDescriptor.DAMAGED, found.get(damageTold), 0);
        }
    }

    private List<String> missing(Journal journal) {
        List<String> found = new ArrayList<>(journal.damage());
        if (runBefore > 0
                && !RingFile.file(folder, runBefore).exists()
                && !journal.frames().hasEndOf(runBefore)) {
            found.add(
                    "run " + Long.toHexString(runBefore)
                            + ", the one before, has neither a last record in the journal nor a ring: its last records are gone");
        }
        return found;
    }

    private void anomaly(Journal journal, String name, String text, long ringEnd) throws IOException {
        int length = Anomaly.encode(encoder, runId, clock.nowNs(), name, text);
        journal.append(encoder.bytes(), length, runId, ringEnd);
    }
}
