package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.EpochClock;
import dev.remit.engine.audit.count.Counters;
import dev.remit.engine.audit.count.GuardCounter;
import dev.remit.engine.audit.ring.AuditRing;
import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Shows how the drain is doing, in the counters of its run. For the draining thread. */
final class DrainGauges {
    private final AuditRing ring;
    private final EpochClock clock;
    private final Counters counters;
    private @Nullable String problem;

    private DrainGauges(AuditRing ring, EpochClock clock, Counters counters, @Nullable String problem) {
        this.ring = ring;
        this.clock = clock;
        this.counters = counters;
        this.problem = problem;
    }

    /** Makes the counters' file; without it nobody sees them. */
    static DrainGauges of(File folder, AuditRing ring, EpochClock clock) {
        try {
            return new DrainGauges(ring, clock, Counters.make(folder, ring.runId(), clock.nowNs()), null);
        } catch (IOException e) {
            String problem = Counters.FILE + " can't be made (" + e.getMessage() + "); 'status' can't show this run's";
            return new DrainGauges(ring, clock, Counters.hidden(), problem);
        }
    }

    Counters counters() {
        return counters;
    }

    /** Why there is no file; null where there is one, or it was said. */
    @Nullable
    String problem() {
        return problem;
    }

    void problemIsTold() {
        problem = null;
    }

    /**
     * Shows the present state.
     *
     * @param storedTimeNs time of the record that was stored last
     */
    void show(long storedTimeNs, boolean stalled, boolean anchorFailing) {
        show(ring.tailPosition() - ring.headPosition(), storedTimeNs, stalled, anchorFailing);
    }

    /** Shows the state at the end: the ring is sealed, its tail one capacity too far. */
    void showEnd() {
        show(0, 0, false, false);
    }

    private void show(long used, long storedTimeNs, boolean stalled, boolean anchorFailing) {
        counters.set(GuardCounter.RING_CAPACITY_BYTES, ring.capacity());
        counters.set(GuardCounter.RING_USED_BYTES, used);
        counters.set(GuardCounter.RECORDS_REFUSED, ring.refused());
        counters.set(GuardCounter.DRAIN_LAG_NS, used == 0 ? 0 : Math.max(0, clock.nowNs() - storedTimeNs));
        counters.set(GuardCounter.DRAIN_STALLED, stalled ? 1 : 0);
        counters.set(GuardCounter.ANCHOR_FAILED, anchorFailing ? 1 : 0);
        counters.publish();
    }
}
