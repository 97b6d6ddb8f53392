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
import dev.remit.cedar.eval.EvaluationError;
import dev.remit.cedar.eval.ResolvedEntity;
import dev.remit.cedar.eval.ScopeTest;
import dev.remit.cedar.eval.SlotTree;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.cedar.parse.SyntaxLimits;
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
     * @throws PolicySyntaxException in guard mode, with every policy that would have an error in every request its head matches
     */
    public static CompiledPolicies compile(PolicySet set, EntityStore store, ErrorMode mode) {
        EntityTable entities = EntityTable.of(store.definitions(), Mentions.of(set));
        SlotTree.Builder slots = new SlotTree.Builder();
        Lowering lowering = new Lowering(entities, slots);
        List<CompiledPolicy> policies = new ArrayList<>();
        List<SyntaxError> failing = new ArrayList<>();
        for (Policy policy : set.policies()) {
            Lowering.Conditions conditions = lowering.conditions(policy.conditions());
            if (conditions.certainError() != null && failing.size() < SyntaxLimits.ERRORS) {
                failing.add(failing(policy, conditions.certainError()));
            }
            policies.add(new CompiledPolicy(
                    policies.size(),
                    policy,
                    scope(policy.principal(), entities),
                    scope(policy.action(), entities),
                    scope(policy.resource(), entities),
                    conditions.node()));
        }
        if (mode == ErrorMode.GUARD && !failing.isEmpty()) {
            throw new PolicySyntaxException(failing);
        }
        SlotTree tree = slots.build();
        return new CompiledPolicies(
                policies, entities, tree, mode, SnapshotHash.of(set, store), new Relowering(entities, tree));
    }

    private static SyntaxError failing(Policy policy, EvaluationError error) {
        return new SyntaxError(
                error.span().source(),
                error.span().start(),
                "the policy `" + policy.id() + "` can't be evaluated in any request: " + error.message(),
                "");
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
