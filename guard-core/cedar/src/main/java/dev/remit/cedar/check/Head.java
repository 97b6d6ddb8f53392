package dev.remit.cedar.check;

import dev.remit.cedar.ast.BinaryOp;
import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.Scope;
import dev.remit.cedar.ast.Span;
import dev.remit.cedar.ast.Var;
import java.util.ArrayList;
import java.util.List;

/** A policy as the one expression that it means: its head, then its clauses. */
final class Head {

    private Head() {}

    /** The parts that must all be true, in the order in which they are asked. What a slot stands for is not known, so it asks nothing. */
    static List<Expr> meaning(Policy policy) {
        List<Expr> parts = new ArrayList<>();
        add(parts, policy.span(), Var.PRINCIPAL, policy.principal());
        add(parts, policy.span(), Var.ACTION, policy.action());
        add(parts, policy.span(), Var.RESOURCE, policy.resource());
        for (Condition condition : policy.conditions()) {
            Expr body = condition.body();
            parts.add(condition.unless() ? new Expr.Not(body.span(), body) : body);
        }
        return parts;
    }

    private static void add(List<Expr> parts, Span span, Var var, Scope scope) {
        Expr variable = new Expr.Variable(span, var);
        if (scope instanceof Scope.Equal equal) {
            parts.add(new Expr.Binary(span, BinaryOp.EQUAL, variable, literal(span, equal.uid())));
        } else if (scope instanceof Scope.In in) {
            parts.add(new Expr.Binary(span, BinaryOp.IN, variable, literal(span, in.uid())));
        } else if (scope instanceof Scope.InAny in) {
            List<Expr> groups = new ArrayList<>();
            for (EntityUid uid : in.uids()) {
                groups.add(literal(span, uid));
            }
            parts.add(new Expr.Binary(span, BinaryOp.IN, variable, new Expr.SetOf(span, groups)));
        } else if (scope instanceof Scope.Is is) {
            parts.add(new Expr.Is(span, variable, is.type()));
        } else if (scope instanceof Scope.IsIn is) {
            parts.add(new Expr.Is(span, variable, is.type()));
            parts.add(new Expr.Binary(span, BinaryOp.IN, variable, literal(span, is.uid())));
        } else if (scope instanceof Scope.IsInSlot is) {
            parts.add(new Expr.Is(span, variable, is.type()));
        }
    }

    private static Expr literal(Span span, EntityUid uid) {
        return new Expr.EntityLiteral(span, uid);
    }
}
