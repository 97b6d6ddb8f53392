package dev.remit.cedar.compile;

import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.eval.EntityTable;
import dev.remit.cedar.eval.Expressions;
import dev.remit.cedar.eval.Node;
import dev.remit.cedar.eval.SlotTree;

/** Lowers expressions of a snapshot that stands. */
record Relowering(EntityTable entities, SlotTree slots) implements Expressions {
    @Override
    public Node node(Expr expr) {
        return new Lowering(entities, slots).node(expr);
    }
}
