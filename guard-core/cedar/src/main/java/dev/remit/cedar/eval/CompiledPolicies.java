package dev.remit.cedar.eval;

import dev.remit.cedar.ast.AttributeReads;
import dev.remit.cedar.ast.Effect;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Var;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A snapshot of policies and entities, ready to decide. Immutable, safe to share between threads; a frame is for one thread at a time.
 *
 * <p>A forbid that applies wins over any permit; where no permit applies, the verdict is a deny. All determining policies are listed.
 */
public final class CompiledPolicies {
    private final List<CompiledPolicy> policies;
    private final EntityTable entities;
    private final SlotTree slots;
    private final ErrorMode mode;
    private final String hash;
    private final PolicyIndex index;
    private final Expressions expressions;

    /** For the {@code compile} package. */
    public CompiledPolicies(
            List<CompiledPolicy> policies,
            EntityTable entities,
            SlotTree slots,
            ErrorMode mode,
            String hash,
            Expressions expressions) {
        this.policies = List.copyOf(policies);
        this.entities = entities;
        this.slots = slots;
        this.mode = mode;
        this.hash = hash;
        this.index = new PolicyIndex(this.policies);
        this.expressions = expressions;
    }

    /** SHA-256 over policies and entities, in lower-case hex; the order of files does not change it. */
    public String hash() {
        return hash;
    }

    /** How many policies there are. */
    public int size() {
        return policies.size();
    }

    /** A policy by its number, from 0. */
    public CompiledPolicy policy(int number) {
        return policies.get(number);
    }

    /** What an error in a policy does. */
    public ErrorMode mode() {
        return mode;
    }

    /**
     * An entity as this snapshot knows it: what the store has of it, joined with what the caller does. Allocates; the result may be kept
     * for as long as the snapshot is used.
     *
     * @param parents what it is in, beyond what the store says; their own groups follow from the store
     * @param attributes attributes beyond the store's; they win over the store's of the same name
     */
    public ResolvedEntity resolve(EntityUid uid, Collection<EntityUid> parents, Map<String, Value> attributes) {
        ResolvedEntity entity = entities.resolve(uid, parents, attributes);
        index.place(entity);
        return entity;
    }

    /** The slot of a path below {@code context}; without a path, of {@code context} itself. -1 when no policy reads it. */
    public int contextSlot(String... path) {
        return slots.find(path);
    }

    /** Whether some policy uses the value of that slot as a whole, so that all its attributes matter. */
    public boolean readsWhole(int slot) {
        return slot >= 0 && slots.isWhole(slot);
    }

    /** The names of the attributes that policies read of the record in that slot. */
    public List<String> attributesRead(int slot) {
        if (slot < 0) {
            return List.of();
        }
        return Arrays.stream(slots.children(slot)).mapToObj(slots::name).toList();
    }

    /** The names of the attributes that policies read of the principal, action or resource. Walks all policies. */
    public Set<String> attributesRead(Var party) {
        return AttributeReads.of(
                party, policies.stream().map(CompiledPolicy::policy).toList());
    }

    /** A frame for requests to this snapshot. Allocates. */
    public RequestFrame newFrame() {
        return new RequestFrame(slots, entities, new Outcome(policies));
    }

    /**
     * Decides the request in a frame and leaves the reasons in it. Allocates nothing once the frame is warm.
     *
     * @return {@link Decision#ALLOW} or {@link Decision#DENY}
     */
    public int decide(RequestFrame frame) {
        PolicyGroup byPrincipal = frame.principal().asPrincipal();
        PolicyGroup byAction = frame.action().asAction();
        PolicyGroup byResource = frame.resource().asResource();
        Outcome outcome = frame.outcome();
        outcome.clear();
        frame.arena().mark();
        try {
            forbid(index.global(), frame);
            forbid(byAction, frame);
            forbid(byPrincipal, frame);
            forbid(byResource, frame);
            if (outcome.determiningCount() > 0) {
                // In guard mode each error of a forbid is among the determining ones.
                int byError = mode == ErrorMode.GUARD ? outcome.errorCount() : 0;
                outcome.denied(outcome.determiningCount() > byError ? DenyReason.FORBID : DenyReason.ERROR);
                if (mode == ErrorMode.GUARD) {
                    return Decision.DENY;
                }
            }
            // In Cedar mode permits are run even then: their errors are part of the answer.
            boolean record = outcome.determiningCount() == 0;
            permit(index.global(), frame, record);
            permit(byAction, frame, record);
            permit(byPrincipal, frame, record);
            permit(byResource, frame, record);
            if (record && outcome.determiningCount() > 0) {
                return Decision.ALLOW;
            }
            if (record) {
                outcome.denied(DenyReason.DEFAULT);
            }
            return Decision.DENY;
        } finally {
            frame.arena().release();
        }
    }

    /**
     * Tells why the request in a frame is allowed or denied: the same verdict as {@link #decide} gives, with the same determining and erroring policies.
     * Looks at every policy and allocates: not for a call's path. The frame's outcome stays what it was.
     */
    public Explanation explain(RequestFrame frame) {
        return explain(frame, Explanation.NEAREST);
    }

    /**
     * As {@link #explain(RequestFrame)}.
     *
     * @param nearest how many permits that came near are listed at most
     */
    public Explanation explain(RequestFrame frame, int nearest) {
        return new Explainer(this, expressions, frame).explain(nearest);
    }

    /**
     * Whether the request in a frame is denied whatever its context is. Sound and not complete: true only where no permit may apply,
     * or a forbid does, and a policy whose conditions read the context may always go either way. Looks at every policy; what the
     * frame holds of a context is not looked at, nor is its outcome changed.
     */
    public boolean deniesInAnyContext(RequestFrame frame) {
        boolean permitted = false;
        frame.arena().mark();
        try {
            for (CompiledPolicy policy : policies) {
                boolean forbids = policy.effect() == Effect.FORBID;
                if ((!forbids && permitted) || policy.isImpossible() || !policy.fits(frame)) {
                    continue;
                }
                if (policy.readsContext()) {
                    permitted |= !forbids;
                    continue;
                }
                int result = policy.test(frame);
                if (forbids && (result == Node.TRUE || result == Node.ERROR && mode == ErrorMode.GUARD)) {
                    return true;
                }
                permitted |= !forbids && result == Node.TRUE;
            }
            return !permitted;
        } finally {
            frame.arena().release();
        }
    }

    private void forbid(PolicyGroup group, RequestFrame frame) {
        if (!group.hasForbids()) {
            return;
        }
        CompiledPolicy[] forbids = group.forbids();
        BoundSlots bound = frame.slots();
        for (int i = group.nextForbid(0, bound); i < forbids.length; i = group.nextForbid(i + 1, bound)) {
            CompiledPolicy policy = forbids[i];
            int result = policy.test(frame);
            if (result == Node.ERROR) {
                frame.outcome().failed(policy.number(), frame.error(), frame.errorNode());
            }
            if (result == Node.TRUE || (result == Node.ERROR && mode == ErrorMode.GUARD)) {
                frame.outcome().determined(policy.number());
            }
        }
        if (group.isDeep()) {
            for (PolicyGroup part : group.parts()) {
                forbid(part, frame);
            }
            for (PolicyGroup.ByRole filed : group.filed()) {
                for (int key : filed.role().party(frame).keys(filed.role())) {
                    forbid(filed.find(key), frame);
                }
            }
        }
    }

    private void permit(PolicyGroup group, RequestFrame frame, boolean record) {
        if (!group.hasPermits()) {
            return;
        }
        CompiledPolicy[] permits = group.permits();
        BoundSlots bound = frame.slots();
        for (int i = group.nextPermit(0, bound); i < permits.length; i = group.nextPermit(i + 1, bound)) {
            CompiledPolicy policy = permits[i];
            int result = policy.test(frame);
            if (result == Node.ERROR) {
                frame.outcome().failed(policy.number(), frame.error(), frame.errorNode());
            } else if (result == Node.TRUE && record) {
                frame.outcome().determined(policy.number());
            }
        }
        if (group.isDeep()) {
            for (PolicyGroup part : group.parts()) {
                permit(part, frame, record);
            }
            for (PolicyGroup.ByRole filed : group.filed()) {
                for (int key : filed.role().party(frame).keys(filed.role())) {
                    permit(filed.find(key), frame, record);
                }
            }
        }
    }
}
