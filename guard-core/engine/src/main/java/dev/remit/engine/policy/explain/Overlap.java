package dev.remit.engine.policy.explain;

import dev.remit.engine.audit.read.JournalRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether calls that count together were decided on several threads at about the same time, so that they may have been counted in another order than
 * recorded: a call is counted before it is decided, and recorded after. For one use.
 */
final class Overlap {
    /** Longer than a decision takes, unless its thread is held up. */
    static final long NS = 10_000_000;

    private @Nullable JournalRecord last;
    private long lastEndNs = Long.MAX_VALUE;
    private boolean found;

    /** The next decision, in the journal's order. */
    void decided(JournalRecord decision) {
        if (last != null
                && !Objects.equals(last.thread(), decision.thread())
                && decision.timeNs() - last.timeNs() < NS
                && decision.timeNs() < lastEndNs) {
            found = true;
        }
        last = decision;
        lastEndNs = Long.MAX_VALUE;
    }

    /** An outcome: what begins after it is counted after its call. */
    void ended(JournalRecord outcome) {
        if (last != null && last.call() == outcome.call()) {
            lastEndNs = outcome.timeNs();
        }
    }

    boolean found() {
        return found;
    }
}
