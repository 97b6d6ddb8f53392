package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Expr;

/** Compiles expressions of a snapshot's own policies once more, each for itself, so that they can be asked one by one. Thread-safe. */
public interface Expressions {

    /** A node for the snapshot's frames, by the same rules as when the policy was compiled. */
    Node node(Expr expr);
}
