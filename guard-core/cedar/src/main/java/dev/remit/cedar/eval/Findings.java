package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Subexpressions;
import dev.remit.cedar.ast.Var;
import dev.remit.cedar.eval.Explanation.Clause;
import dev.remit.cedar.eval.Explanation.Finding;
import dev.remit.cedar.eval.Explanation.Reading;
import dev.remit.cedar.eval.Explanation.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows a clause down to the parts that decided it. What a part is, it asks the {@link Probe}; of the language it knows only which parts a whole
 * depends on.
 */
final class Findings {
    private final Probe probe;
    private final List<Finding> found = new ArrayList<>();

    private Findings(Probe probe) {
        this.probe = probe;
    }

    /** The clause with what decided it. */
    static Clause of(Condition condition, Probe probe) {
        Result result = probe.test(condition);
        EvaluationError error = probe.error();
        Findings findings = new Findings(probe);
        findings.follow(condition.body());
        return new Clause(condition.unless(), condition.body().span(), result, findings.found, error);
    }

    /** Adds why an expression that stands where a Bool is needed is what it is. */
    private void follow(Expr expr) {
        if (expr instanceof Expr.And and) {
            junction(and.operands(), Result.TRUE);
        } else if (expr instanceof Expr.Or or) {
            junction(or.operands(), Result.FALSE);
        } else if (expr instanceof Expr.Not not) {
            follow(not.operand());
        } else if (expr instanceof Expr.If branch) {
            follow(branch.condition());
            Result condition = probe.test(branch.condition());
            if (condition != Result.ERROR) {
                follow(condition == Result.TRUE ? branch.then() : branch.otherwise());
            }
        } else {
            leaf(expr);
        }
    }

    /** The first operand that is not neutral decides alone; where all are neutral, all do together. */
    private void junction(List<Expr> operands, Result neutral) {
        for (Expr operand : operands) {
            if (probe.test(operand) != neutral) {
                follow(operand);
                return;
            }
        }
        for (Expr operand : operands) {
            follow(operand);
        }
    }

    private void leaf(Expr expr) {
        Result result = probe.test(expr);
        EvaluationError error = probe.error();
        Map<String, Reading> readings = new LinkedHashMap<>();
        if (isPath(expr)) {
            if (result == Result.ERROR) {
                // Its own value may be there and be no Bool.
                read(expr, readings);
            }
        } else if (expr instanceof Expr.Has has) {
            holder(has.target(), readings);
        } else {
            for (Expr part : Subexpressions.of(expr)) {
                values(part, readings);
            }
        }
        found.add(new Finding(expr.span(), result, List.copyOf(readings.values()), error));
    }

    /** What {@code has} was asked of. Of {@code context} the frame holds only what policies read, and it may be large: its name says enough. */
    private void holder(Expr target, Map<String, Reading> readings) {
        if (target instanceof Expr.Variable variable && variable.var() != Var.CONTEXT) {
            read(target, readings);
        } else if (!isPath(target)) {
            values(target, readings);
        }
    }

    /** The value of an operand, and what the request gave to compute it from. */
    private void values(Expr expr, Map<String, Reading> readings) {
        if (!isLiteral(expr)) {
            read(expr, readings);
            paths(expr, readings);
        }
    }

    private void paths(Expr expr, Map<String, Reading> readings) {
        if (isPath(expr)) {
            read(expr, readings);
        } else if (!isConditional(expr)) {
            // Of a conditional, a part that was not reached would say nothing.
            for (Expr part : Subexpressions.of(expr)) {
                paths(part, readings);
            }
        }
    }

    private void read(Expr expr, Map<String, Reading> readings) {
        String value = probe.value(expr);
        if (value != null) {
            readings.putIfAbsent(expr.span().oneLine(), new Reading(expr.span(), value));
        }
    }

    private static boolean isConditional(Expr expr) {
        return expr instanceof Expr.And || expr instanceof Expr.Or || expr instanceof Expr.If;
    }

    private static boolean isPath(Expr expr) {
        return expr instanceof Expr.Variable
                || (expr instanceof Expr.Attribute attribute && isPath(attribute.target()));
    }

    /** Whether the text itself says the value. */
    private static boolean isLiteral(Expr expr) {
        boolean composed = expr instanceof Expr.SetOf
                || expr instanceof Expr.RecordOf
                || (expr instanceof Expr.Call call && !call.function().isMethod());
        if (!composed) {
            return expr instanceof Expr.BoolLiteral
                    || expr instanceof Expr.LongLiteral
                    || expr instanceof Expr.StringLiteral
                    || expr instanceof Expr.EntityLiteral;
        }
        for (Expr part : Subexpressions.of(expr)) {
            if (!isLiteral(part)) {
                return false;
            }
        }
        return true;
    }
}
