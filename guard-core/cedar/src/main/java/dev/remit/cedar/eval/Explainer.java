package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.Effect;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.Scope;
import dev.remit.cedar.ast.Var;
import dev.remit.cedar.eval.Explanation.Clause;
import dev.remit.cedar.eval.Explanation.Evaluated;
import dev.remit.cedar.eval.Explanation.Miss;
import dev.remit.cedar.eval.Explanation.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Decides a request once more, by looking at every policy and every clause in turn, and tells why. It shares no shortcut with {@link
 * CompiledPolicies#decide}: neither the index nor a policy's condition as a whole. For one request.
 */
final class Explainer {
    private final CompiledPolicies policies;
    private final RequestFrame frame;
    private final Probe probe;

    /** Numbers of the policies that could not be evaluated. */
    private final List<Integer> erroring = new ArrayList<>();

    Explainer(CompiledPolicies policies, Expressions expressions, RequestFrame frame) {
        this.policies = policies;
        this.frame = frame;
        this.probe = new Probe(expressions, frame);
    }

    Explanation explain(int most) {
        frame.arena().mark();
        try {
            boolean guard = policies.mode() == ErrorMode.GUARD;
            List<Integer> forbids = applying(Effect.FORBID);
            List<Integer> denying = new ArrayList<>(forbids);
            if (guard) {
                denying.addAll(erroring);
            }
            // Where a forbid denies, the permits are only asked for their errors, and in guard mode not even that.
            List<Integer> permits = guard && !denying.isEmpty() ? List.of() : applying(Effect.PERMIT);
            if (!denying.isEmpty()) {
                return explanation(forbids.isEmpty() ? DenyReason.ERROR : DenyReason.FORBID, denying);
            }
            return permits.isEmpty() ? defaultDeny(most) : explanation(DenyReason.NONE, permits);
        } finally {
            frame.arena().release();
        }
    }

    private Explanation explanation(DenyReason reason, List<Integer> determining) {
        boolean allowed = reason == DenyReason.NONE;
        return new Explanation(allowed, reason, inOrder(determining), inOrder(erroring), List.of(), 0);
    }

    private Explanation defaultDeny(int most) {
        NearestPermits nearest = nearestPermits();
        List<Evaluated> shown = new ArrayList<>();
        for (int number : nearest.first(most)) {
            shown.add(evaluated(number));
        }
        int leftOut = nearest.size() - shown.size();
        return new Explanation(false, DenyReason.DEFAULT, List.of(), inOrder(erroring), shown, leftOut);
    }

    /** The policies of that effect that apply; those that can't be evaluated are noted. */
    private List<Integer> applying(Effect effect) {
        List<Integer> applying = new ArrayList<>();
        for (int number = 0; number < policies.size(); number++) {
            CompiledPolicy policy = policies.policy(number);
            if (policy.effect() == effect && misses(policy) == 0) {
                Result result = conditions(policy);
                if (result == Result.TRUE) {
                    applying.add(number);
                } else if (result == Result.ERROR) {
                    erroring.add(number);
                }
            }
        }
        return applying;
    }

    /** The result of the first clause that does not hold; {@link Result#TRUE} where all do. */
    private Result conditions(CompiledPolicy policy) {
        for (Condition condition : policy.policy().conditions()) {
            Result result = probe.test(condition);
            if (result != Result.TRUE) {
                return result;
            }
        }
        return Result.TRUE;
    }

    private NearestPermits nearestPermits() {
        NearestPermits nearest = new NearestPermits();
        for (int number = 0; number < policies.size(); number++) {
            CompiledPolicy policy = policies.policy(number);
            int misses = misses(policy);
            if (policy.effect() == Effect.PERMIT && misses <= NearestPermits.MOST_MISSES) {
                int failed = 0;
                for (Condition condition : policy.policy().conditions()) {
                    failed += probe.test(condition) == Result.TRUE ? 0 : 1;
                }
                nearest.add(number, misses, failed);
            }
        }
        return nearest;
    }

    private int misses(CompiledPolicy policy) {
        return (policy.principal().test(frame.principal()) ? 0 : 1)
                + (policy.action().test(frame.action()) ? 0 : 1)
                + (policy.resource().test(frame.resource()) ? 0 : 1);
    }

    private List<Evaluated> inOrder(List<Integer> numbers) {
        List<Integer> sorted = new ArrayList<>(numbers);
        Collections.sort(sorted);
        List<Evaluated> all = new ArrayList<>();
        for (int number : sorted) {
            all.add(evaluated(number));
        }
        return all;
    }

    private Evaluated evaluated(int number) {
        CompiledPolicy compiled = policies.policy(number);
        Policy policy = compiled.policy();
        List<Miss> misses = new ArrayList<>();
        miss(Var.PRINCIPAL, policy.principal(), compiled.principal(), frame.principal(), misses);
        miss(Var.ACTION, policy.action(), compiled.action(), frame.action(), misses);
        miss(Var.RESOURCE, policy.resource(), compiled.resource(), frame.resource(), misses);
        List<Clause> clauses = new ArrayList<>();
        for (Condition condition : policy.conditions()) {
            clauses.add(Findings.of(condition, probe));
        }
        return new Evaluated(compiled, misses, clauses);
    }

    private static void miss(Var part, Scope scope, ScopeTest test, ResolvedEntity found, List<Miss> to) {
        if (!test.test(found)) {
            to.add(new Miss(part, Explanation.cut(scope.text(part)), Explanation.cut(found.toString())));
        }
    }
}
