package dev.remit.cedar.check;

import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Subexpressions;
import dev.remit.cedar.ast.Var;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds attributes that a forbid reads without having asked whether they are there: where one is not, the forbid can't be evaluated. */
final class AbsentAttributes {
    private final Findings findings;

    /** What has been found to be there. */
    private final Set<String> known = new HashSet<>();

    private final Set<String> uncertain;

    private AbsentAttributes(Set<String> uncertain, Findings findings) {
        this.uncertain = uncertain;
        this.findings = findings;
    }

    /** Reports those of the context's attributes that are named, at any depth below them. */
    static void report(Condition condition, Set<String> uncertain, Findings findings) {
        new AbsentAttributes(uncertain, findings).visit(condition.body());
    }

    /** Looks at an expression; returns what is there whenever it is true. */
    private Set<String> visit(Expr expr) {
        if (expr instanceof Expr.And and) {
            return all(and.operands());
        }
        if (expr instanceof Expr.Or or) {
            return common(or.operands());
        }
        if (expr instanceof Expr.If branch) {
            Set<String> added = assume(visit(branch.condition()));
            visit(branch.then());
            known.removeAll(added);
            visit(branch.otherwise());
            return Set.of();
        }
        for (Expr part : Subexpressions.of(expr)) {
            visit(part);
        }
        if (expr instanceof Expr.Has has) {
            return Set.of(Shape.attribute(has.target(), has.name()));
        }
        if (expr instanceof Expr.Attribute attribute && isUncertain(attribute.target())) {
            String fact = Shape.attribute(attribute.target(), attribute.name());
            if (known.add(fact)) {
                String target = attribute.target().span().text();
                findings.warning(
                        attribute.span(),
                        "where `" + attribute.name()
                                + "` is absent this forbid can't be evaluated, and refuses the call",
                        "ask `" + target + " has " + attribute.name() + " &&` first, if that is not what you want");
            }
        }
        return Set.of();
    }

    private Set<String> all(List<Expr> operands) {
        Set<String> learned = new LinkedHashSet<>();
        Set<String> added = new HashSet<>();
        for (Expr operand : operands) {
            Set<String> facts = visit(operand);
            learned.addAll(facts);
            added.addAll(assume(facts));
        }
        known.removeAll(added);
        return learned;
    }

    private Set<String> common(List<Expr> operands) {
        Set<String> common = null;
        for (Expr operand : operands) {
            Set<String> facts = visit(operand);
            if (common == null) {
                common = new LinkedHashSet<>(facts);
            } else {
                common.retainAll(facts);
            }
        }
        return common == null ? Set.of() : common;
    }

    private Set<String> assume(Set<String> facts) {
        Set<String> added = new HashSet<>();
        for (String fact : facts) {
            if (known.add(fact)) {
                added.add(fact);
            }
        }
        return added;
    }

    private boolean isUncertain(Expr expr) {
        Expr at = expr;
        while (at instanceof Expr.Attribute attribute) {
            if (attribute.target() instanceof Expr.Variable variable && variable.var() == Var.CONTEXT) {
                return uncertain.contains(attribute.name());
            }
            at = attribute.target();
        }
        return false;
    }
}
