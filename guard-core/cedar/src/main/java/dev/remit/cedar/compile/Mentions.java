package dev.remit.cedar.compile;

import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.Scope;
import dev.remit.cedar.ast.Subexpressions;
import java.util.LinkedHashSet;
import java.util.Set;

/** The entities that policies name. */
final class Mentions {
    private final Set<EntityUid> found = new LinkedHashSet<>();

    private Mentions() {}

    static Set<EntityUid> of(PolicySet set) {
        Mentions mentions = new Mentions();
        for (Policy policy : set.policies()) {
            mentions.add(policy.principal());
            mentions.add(policy.action());
            mentions.add(policy.resource());
            for (Condition condition : policy.conditions()) {
                mentions.add(condition.body());
            }
        }
        return mentions.found;
    }

    private void add(Scope scope) {
        if (scope instanceof Scope.Equal equal) {
            found.add(equal.uid());
        } else if (scope instanceof Scope.In in) {
            found.add(in.uid());
        } else if (scope instanceof Scope.InAny in) {
            found.addAll(in.uids());
        } else if (scope instanceof Scope.IsIn is) {
            found.add(is.uid());
        }
    }

    private void add(Expr expr) {
        if (expr instanceof Expr.EntityLiteral literal) {
            found.add(literal.uid());
        }
        for (Expr part : Subexpressions.of(expr)) {
            add(part);
        }
    }
}
