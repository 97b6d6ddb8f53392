package dev.remit.cedar.compile;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.Scope;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.CompiledPolicy;
import dev.remit.cedar.eval.EntityTable;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.ResolvedEntity;
import dev.remit.cedar.eval.ScopeTest;
import dev.remit.cedar.eval.SlotTree;
import dev.remit.cedar.eval.Value;
import java.util.ArrayList;
import java.util.List;

/** Compiles policies against entities. Stateless. */
public final class PolicyCompiler {

    private PolicyCompiler() {}

    /**
     * An immutable snapshot that decides requests.
     *
     * @param set the policies
     * @param store the entities known beforehand; others may be resolved later
     * @param mode what an error in a policy does
     */
    public static CompiledPolicies compile(PolicySet set, EntityStore store, ErrorMode mode) {
        EntityTable entities = EntityTable.of(store.definitions(), Mentions.of(set));
        SlotTree.Builder slots = new SlotTree.Builder();
        Lowering lowering = new Lowering(entities, slots);
        List<CompiledPolicy> policies = new ArrayList<>();
        for (Policy policy : set.policies()) {
            policies.add(new CompiledPolicy(
                    policy,
                    scope(policy.principal(), entities),
                    scope(policy.action(), entities),
                    scope(policy.resource(), entities),
                    lowering.conditions(policy.conditions())));
        }
        SlotTree tree = slots.build();
        return new CompiledPolicies(
                policies, entities, tree, mode, SnapshotHash.of(set, store), new Relowering(entities, tree));
    }

    private static ScopeTest scope(Scope scope, EntityTable entities) {
        if (scope instanceof Scope.Equal equal) {
            return ScopeTest.equal(entity(equal.uid(), entities));
        }
        if (scope instanceof Scope.In in) {
            return ScopeTest.in(List.of(entity(in.uid(), entities)));
        }
        if (scope instanceof Scope.InAny in) {
            List<ResolvedEntity> any = new ArrayList<>();
            for (EntityUid uid : in.uids()) {
                any.add(entity(uid, entities));
            }
            return ScopeTest.in(any);
        }
        if (scope instanceof Scope.Is is) {
            return ScopeTest.is(is.type());
        }
        if (scope instanceof Scope.IsIn is) {
            return ScopeTest.isIn(is.type(), entity(is.uid(), entities));
        }
        return ScopeTest.ANY;
    }

    private static ResolvedEntity entity(EntityUid uid, EntityTable entities) {
        return (ResolvedEntity) entities.link(Value.of(uid));
    }
}
