package dev.remit.engine.policy.suggest;

import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.Scope;
import dev.remit.cedar.ast.Span;
import dev.remit.cedar.ast.Subexpressions;
import dev.remit.cedar.check.Finding;
import dev.remit.engine.policy.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds tools in policies that nobody has seen: misspelled, perhaps, or gone. */
public final class UnknownTools {
    private final Set<String> tools;
    private final List<Finding> findings = new ArrayList<>();
    private String policy = "";

    private UnknownTools(Set<String> tools) {
        this.tools = tools;
    }

    /**
     * Looks at the heads and conditions of policies.
     *
     * @param tools the names of the tools that have been seen
     * @return a warning for each other tool that a policy names
     */
    public static List<Finding> check(PolicySet set, Set<String> tools) {
        UnknownTools check = new UnknownTools(tools);
        for (Policy policy : set.policies()) {
            check.look(policy);
        }
        return check.findings;
    }

    private void look(Policy next) {
        policy = next.id();
        Scope scope = next.action();
        if (scope instanceof Scope.Equal equal) {
            look(next.span(), equal.uid());
        } else if (scope instanceof Scope.In in) {
            look(next.span(), in.uid());
        } else if (scope instanceof Scope.InAny in) {
            for (EntityUid uid : in.uids()) {
                look(next.span(), uid);
            }
        }
        for (Condition condition : next.conditions()) {
            look(condition.body());
        }
    }

    private void look(Expr expr) {
        if (expr instanceof Expr.EntityLiteral literal) {
            look(literal.span(), literal.uid());
        }
        for (Expr part : Subexpressions.of(expr)) {
            look(part);
        }
    }

    private void look(Span span, EntityUid uid) {
        String name = uid.id();
        if (uid.type().equals(Vocabulary.ACTION) && !Vocabulary.isReserved(name) && !tools.contains(name)) {
            findings.add(new Finding(
                    Finding.Severity.WARNING,
                    policy,
                    span,
                    "no call of a tool named `" + name + "` has been seen",
                    "check its spelling; known are " + (tools.isEmpty() ? "none" : String.join(", ", tools))));
        }
    }
}
