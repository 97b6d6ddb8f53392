package dev.remit.engine.policy.explain;

import dev.remit.cedar.entity.Request;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.read.GuardRun;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.policy.Surroundings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts requests to one version of the policies and tells why they are allowed or refused. Immutable; thread-safe. */
public final class CallExplainer {
    private final CompiledPolicies policies;
    private final @Nullable Surroundings surroundings;
    private final int nearest;

    /**
     * For these policies.
     *
     * @param surroundings where the guarded application ran; null where that is not known
     * @param nearest how many permits that came near to a refused request are listed at most
     */
    public CallExplainer(CompiledPolicies policies, @Nullable Surroundings surroundings, int nearest) {
        this.policies = policies;
        this.surroundings = surroundings;
        this.nearest = nearest;
    }

    /**
     * A request that was written by hand. Where it is one that the guard could make, its parties have the groups and attributes that the guard gives
     * them, besides those of the entities.
     */
    public ExplainedCall explain(Request asked) {
        GuardedCall call = GuardedCall.of(asked.principal(), asked.action(), asked.resource());
        DecisionRequest request = call == null ? null : call.fresh(policies, System.currentTimeMillis());
        if (request != null) {
            request.context(asked.context());
            return new ExplainedCall(
                    asked.principal(),
                    asked.action(),
                    asked.resource(),
                    request.problem(),
                    request.explain(nearest),
                    List.of());
        }
        RequestFrame frame = policies.newFrame();
        frame.principal(policies.resolve(asked.principal(), List.of(), Map.of()));
        frame.action(policies.resolve(asked.action(), List.of(), Map.of()));
        frame.resource(policies.resolve(asked.resource(), List.of(), Map.of()));
        frame.set(0, asked.context());
        return new ExplainedCall(
                asked.principal(), asked.action(), asked.resource(), null, policies.explain(frame, nearest), List.of());
    }

    /**
     * A call that was decided and recorded, asked again with the session, task and identity of that moment.
     *
     * @param record a decision
     * @param run what its journal says of its run, up to it
     * @param earlier its journal; read where the answer depends on what was done before, from the first record to a little behind the decision
     * @throws UnreplayableException if the record does not hold enough of the call
     * @throws AuditException if the journal can't be read
     */
    public ExplainedCall explain(JournalRecord record, GuardRun run, EarlierRecords earlier)
            throws UnreplayableException, AuditException {
        return new RecordedCall(policies, surroundings, record, run).explain(earlier, nearest);
    }
}
