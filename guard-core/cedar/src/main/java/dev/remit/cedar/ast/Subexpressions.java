package dev.remit.cedar.ast;

import java.util.ArrayList;
import java.util.List;

/** What an expression is made of. */
public final class Subexpressions {

    private Subexpressions() {}

    /** The expressions directly below one, in the order of evaluation. */
    public static List<Expr> of(Expr expr) {
        if (expr instanceof Expr.And and) {
            return and.operands();
        }
        if (expr instanceof Expr.Or or) {
            return or.operands();
        }
        if (expr instanceof Expr.Not not) {
            return List.of(not.operand());
        }
        if (expr instanceof Expr.Negate negate) {
            return List.of(negate.operand());
        }
        if (expr instanceof Expr.If branch) {
            return List.of(branch.condition(), branch.then(), branch.otherwise());
        }
        if (expr instanceof Expr.Binary binary) {
            return List.of(binary.left(), binary.right());
        }
        if (expr instanceof Expr.Attribute attribute) {
            return List.of(attribute.target());
        }
        if (expr instanceof Expr.Has has) {
            return List.of(has.target());
        }
        if (expr instanceof Expr.Like like) {
            return List.of(like.target());
        }
        if (expr instanceof Expr.Is is) {
            return List.of(is.target());
        }
        if (expr instanceof Expr.SetOf set) {
            return set.elements();
        }
        if (expr instanceof Expr.RecordOf record) {
            List<Expr> values = new ArrayList<>();
            for (Expr.Field field : record.fields()) {
                values.add(field.value());
            }
            return values;
        }
        if (expr instanceof Expr.Call call) {
            return call.arguments();
        }
        if (expr instanceof Expr.Method method) {
            List<Expr> operands = new ArrayList<>(List.of(method.target()));
            operands.addAll(method.arguments());
            return operands;
        }
        return List.of();
    }
}
