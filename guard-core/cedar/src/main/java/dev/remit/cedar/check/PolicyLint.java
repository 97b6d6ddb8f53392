package dev.remit.cedar.check;

import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.Effect;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.CompiledPolicy;
import dev.remit.cedar.eval.ErrorMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks for policies that are allowed and hardly meant: without a schema, so it is not complete. Stateless. */
public final class PolicyLint {
    private final PolicySet set;
    private final Coverage coverage;
    private final Set<String> uncertain;
    private final Findings findings = new Findings();

    private PolicyLint(PolicySet set, EntityStore entities, Set<String> uncertain) {
        this.set = set;
        this.uncertain = uncertain;
        this.coverage = new Coverage(entities);
    }

    /**
     * Looks at every policy of a set.
     *
     * @param entities what is known of groups
     * @param uncertain attributes of the context of which nobody knows what is below them
     * @return warnings, by policy: one that can never apply, a permit that takes no effect, a forbid that an absent attribute keeps from being evaluated
     */
    public static List<Finding> check(PolicySet set, EntityStore entities, Set<String> uncertain) {
        return new PolicyLint(set, entities, uncertain).run();
    }

    private List<Finding> run() {
        CompiledPolicies compiled = PolicyCompiler.compile(set, EntityStore.empty(), ErrorMode.CEDAR);
        List<Policy> sweeping = new ArrayList<>();
        for (int i = 0; i < compiled.size(); i++) {
            if (compiled.policy(i).isUnconditional()) {
                sweeping.add(set.policies().get(i));
            }
        }
        for (int i = 0; i < compiled.size(); i++) {
            Policy policy = set.policies().get(i);
            findings.begin(policy);
            constant(policy, compiled.policy(i));
            if (policy.effect() == Effect.PERMIT) {
                covered(policy, sweeping);
            } else {
                for (Condition condition : policy.conditions()) {
                    AbsentAttributes.report(condition, uncertain, findings);
                }
            }
        }
        return findings.all();
    }

    private void constant(Policy policy, CompiledPolicy compiled) {
        if (compiled.isImpossible()) {
            findings.warning(
                    policy.span(),
                    "the policy can never apply: its condition is false in every request",
                    "take it out");
        } else if (compiled.isUnconditional() && !policy.conditions().isEmpty()) {
            findings.warning(
                    policy.conditions().get(0).body().span(),
                    "the condition is true in every request",
                    "take it out, or correct it");
        }
    }

    private void covered(Policy permit, List<Policy> sweeping) {
        for (Policy other : sweeping) {
            if (other.id().equals(permit.id()) || !coverage.covers(other, permit)) {
                continue;
            }
            if (other.effect() == Effect.FORBID) {
                findings.warning(
                        permit.span(),
                        "the permit takes no effect: the forbid `" + other.id() + "` at " + other.span()
                                + " refuses all that it permits",
                        "narrow the forbid, or take the permit out");
            } else if (!coverage.covers(permit, other)
                    || permit.span().start() > other.span().start()) {
                findings.warning(
                        permit.span(),
                        "the permit adds nothing: `" + other.id() + "` at " + other.span()
                                + " permits all that it does",
                        "narrow the other, or take this one out");
            }
        }
    }
}
