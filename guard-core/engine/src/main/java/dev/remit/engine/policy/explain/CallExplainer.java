package dev.remit.engine.policy.explain;

import dev.remit.cedar.entity.Request;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.policy.DecisionRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts requests to one version of the policies and tells why they are allowed or refused. Immutable; thread-safe. */
public final class CallExplainer {
    private final CompiledPolicies policies;
    private final int nearest;

    /**
     * For these policies.
     *
     * @param nearest how many permits that came near to a refused request are listed at most
     */
    public CallExplainer(CompiledPolicies policies, int nearest) {
        this.policies = policies;
        this.nearest = nearest;
    }

    /**
     * A request that was written by hand. Where it is one that the guard could make, its parties have the groups and attributes that the guard gives
     * them, besides those of the entities.
     */
    public ExplainedCall explain(Request asked) {
        DecisionRequest request = GuardedCall.of(
                policies, asked.principal(), asked.action(), asked.resource(), null, System.currentTimeMillis());
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
     * A call that was decided and recorded.
     *
     * @param record a decision
     * @param inForce hash of the policies in force then, for a record that does not say itself; null where it is not known
     * @throws UnreplayableException if the record does not hold enough of the call
     */
    public ExplainedCall explain(JournalRecord record, @Nullable String inForce) throws UnreplayableException {
        return new RecordedCall(policies, record).explain(inForce, nearest);
    }
}
