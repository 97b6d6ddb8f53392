package dev.remit.cedar.ast;

import java.util.Set;
import java.util.TreeSet;

/** Which attributes policies read of one of a request's variables. */
public final class AttributeReads {
    private final Var var;
    private final Set<String> names = new TreeSet<>();

    private AttributeReads(Var var) {
        this.var = var;
    }

    /** The names, also of those that are only asked for with {@code has}; rather one too many than one too few. */
    public static Set<String> of(Var var, Iterable<Policy> policies) {
        AttributeReads reads = new AttributeReads(var);
        for (Policy policy : policies) {
            for (Condition condition : policy.conditions()) {
                reads.add(condition.body());
            }
        }
        return reads.names;
    }

    private void add(Expr expr) {
        if (expr instanceof Expr.Attribute attribute && names(attribute.target())) {
            names.add(attribute.name());
        } else if (expr instanceof Expr.Has has && names(has.target())) {
            names.add(has.name());
        }
        for (Expr part : Subexpressions.of(expr)) {
            add(part);
        }
    }

    private boolean names(Expr expr) {
        return expr instanceof Expr.Variable variable && variable.var() == var
                || Subexpressions.of(expr).stream().anyMatch(this::names);
    }
}
