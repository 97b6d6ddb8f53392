package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.EpochClock;
import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.ring.AuditRing;
import dev.remit.engine.audit.ring.Refusals;
import dev.remit.engine.audit.ring.RingFile;
import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Looks after a ring and a journal that are in use: what was refused is reported, a dead thread's claim given up, a removed file noticed. For the draining thread. */
final class RingWatch {
    /** Between two looks at whether the files are there. */
    private static final long LOOK_NS = 50_000_000;

    /** A claim that stays uncommitted for so long belongs to a thread that is gone. */
    private static final long ABANDONED_NS = 10_000_000_000L;

    private final AuditRing ring;
    private final File ringFile;
    private final Journal journal;
    private final EpochClock clock;
    private final Stall stall;
    private final RecordEncoder encoder = new RecordEncoder();
    private long lookedAt = System.nanoTime();
    private long stuckSince;
    private long stuckAt = -1;

    RingWatch(File folder, AuditRing ring, Journal journal, EpochClock clock, Stall stall) {
        this.ring = ring;
        this.journal = journal;
        this.clock = clock;
        this.stall = stall;
        ringFile = RingFile.file(folder, ring.runId());
    }

    /** What is removed while it is in use can still be written, and nobody will ever read it. */
    void expectFiles() throws AuditException {
        long now = System.nanoTime();
        if (now - lookedAt > LOOK_NS) {
            lookedAt = now;
            @Nullable File gone = journal.missingFile();
            if (gone == null && !ringFile.exists()) {
                gone = ringFile;
            }
            if (gone != null) {
                throw new AuditException(gone
                        + " was removed while it was in use, and records with it; put the folder back and restart");
            }
        }
    }

    /** What there is to do when no record waits. */
    void tend() throws IOException {
        try {
            reportRefusals();
            giveUpAbandonedClaim(System.nanoTime());
        } catch (Throwable t) {
            if (!Stall.mayPass(t)) {
                throw t;
            }
            stall.begin(t);
        }
    }

    /** Records how many records were refused since it was last said; not while there is no room for those that wait. */
    void reportRefusals() throws IOException {
        if (ring.hasRefusals() && stall.isOver()) {
            Refusals refusals = ring.refusals();
            int length =
                    RingReplay.blocked(encoder, ring.runId(), refusals.count(), refusals.fromNs(), refusals.toNs());
            journal.append(encoder.bytes(), length, ring.runId(), ring.headPosition());
            refusals.reported();
        }
    }

    private void giveUpAbandonedClaim(long now) throws IOException {
        long head = ring.headPosition();
        if (!stall.isOver() || head == ring.tailPosition() || head != stuckAt) {
            stuckAt = head;
            stuckSince = now;
        } else if (now - stuckSince > ABANDONED_NS && ring.unblock()) {
            String text =
                    "a thread ended between claiming room in the ring and committing its record; it got no acknowledgement";
            int length = Anomaly.encode(encoder, ring.runId(), clock.nowNs(), "claim-abandoned", text);
            journal.append(encoder.bytes(), length, ring.runId(), head);
        }
    }
}
