package dev.remit.javaagent.enforce;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.policy.PolicySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The policies and identities in force: what a call that begins now is decided by. One that is being decided, and what it records, stays
 * with those before. Thread-safe.
 */
final class PoliciesInForce {
    private final Mode mode;
    private final Problems problems;

    private volatile @Nullable Decisions decisions;

    PoliciesInForce(Mode mode, Problems problems) {
        this.mode = mode;
        this.problems = problems;
    }

    /** The first. Before there are any, a guarded call is a fault. */
    void open(PolicySnapshot snapshot, Recorder recorder, Scopes scopes) {
        decisions = new Decisions(snapshot, recorder, scopes, mode, problems);
    }

    /** Other policies, and the same identities. */
    synchronized void replace(PolicySnapshot snapshot) {
        decisions = decisions().by(snapshot.actingAs(decisions().snapshot().identities()));
    }

    /** The same policies, and other identities. */
    synchronized void actAs(Identities identities) {
        final PolicySnapshot before = decisions().snapshot();
        final PolicySnapshot next = before.actingAs(identities);
        next.warm(before);
        decisions = decisions().by(next);
    }

    /** What a call goes through that begins now. */
    Decisions decisions() {
        final @Nullable Decisions open = decisions;
        if (open == null) {
            throw new IllegalStateException("a guarded call before the guard has started");
        }
        return open;
    }
}
