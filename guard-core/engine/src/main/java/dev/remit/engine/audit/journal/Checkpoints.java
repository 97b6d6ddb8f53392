package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.EpochClock;
import dev.remit.engine.audit.proof.Anchoring;
import dev.remit.engine.audit.proof.Checkpoint;
import dev.remit.engine.audit.proof.SigningKey;
import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.identity.Svid;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Signs the journal: while records come, each second; and at its end. For the draining thread. */
final class Checkpoints {
    private static final long INTERVAL_NS = 1_000_000_000;
    private static final long LAST_ANCHOR_MS = 2_000;

    private final SigningKey key;
    private final Supplier<? extends @Nullable Svid> svids;
    private final Journal journal;
    private final EpochClock clock;
    private final long runId;
    private final @Nullable Anchoring anchoring;
    private final RecordEncoder encoder = new RecordEncoder();
    private long signed;
    private long signedAt = System.nanoTime();
    private boolean anchorFailed;

    /** @param svids gives the SVID that signs, as long as there is one; the folder's key signs where it gives none */
    Checkpoints(
            SigningKey key,
            Supplier<? extends @Nullable Svid> svids,
            Journal journal,
            EpochClock clock,
            long runId,
            @Nullable Anchoring anchoring) {
        this.anchoring = anchoring;
        this.key = key;
        this.svids = svids;
        this.journal = journal;
        this.clock = clock;
        this.runId = runId;
        signed = journal.sequence();
    }

    /** Signs what was appended since the last time, if that is a second ago. */
    void signWhereDue(long ringEnd) throws IOException, GeneralSecurityException {
        reportAnchor(ringEnd);
        if (journal.sequence() > signed && System.nanoTime() - signedAt >= INTERVAL_NS) {
            sign(ringEnd);
        }
    }

    /**
     * Signs the journal as it is.
     *
     * @param ringEnd up to where it has this run's ring
     */
    void sign(long ringEnd) throws IOException, GeneralSecurityException {
        String chain = HexFormat.of().formatHex(journal.chain());
        Checkpoint.Signed checkpoint = signed(new Checkpoint(runId, journal.sequence(), chain, clock.nowNs()));
        int length = checkpoint.encode(encoder);
        journal.append(encoder.bytes(), length, runId, ringEnd);
        signed = journal.sequence();
        signedAt = System.nanoTime();
        if (anchoring != null) {
            anchoring.offer(checkpoint);
        }
    }

    private Checkpoint.Signed signed(Checkpoint checkpoint) throws GeneralSecurityException {
        Svid svid = svids.get();
        return svid == null ? checkpoint.sign(key) : checkpoint.sign(svid);
    }

    /** Signs the journal's end and waits a moment for the anchor to keep that. */
    void finish(long ringEnd) throws IOException, GeneralSecurityException {
        sign(ringEnd);
        if (anchoring != null) {
            anchoring.close(LAST_ANCHOR_MS);
            reportAnchor(ringEnd);
        }
    }

    /** Whether the anchor could not keep the last checkpoint that it was given. */
    boolean isAnchorFailing() {
        return anchoring != null && anchoring.failure() != null;
    }

    /** Number of the last record that is proved outside the folder as well as it is to be: all, where there is no anchor. */
    long kept() {
        return anchoring == null ? Long.MAX_VALUE : anchoring.kept();
    }

    /** Without its anchor the journal goes on, and says so once. */
    private void reportAnchor(long ringEnd) throws IOException {
        IOException failure = anchoring == null ? null : anchoring.failure();
        if (failure == null) {
            anchorFailed = false;
        } else if (!anchorFailed) {
            int length = Anomaly.encode(encoder, runId, clock.nowNs(), "anchor-failed", failure.getMessage());
            journal.append(encoder.bytes(), length, runId, ringEnd);
            anchorFailed = true;
        }
    }
}
