package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.Effect;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.Span;
import dev.remit.cedar.ast.Subexpressions;
import dev.remit.cedar.ast.Var;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One policy of a snapshot. Immutable. */
public final class CompiledPolicy {
    private final int number;
    private final Policy policy;
    private final ScopeTest principal;
    private final ScopeTest action;
    private final ScopeTest resource;
    private final @Nullable Node condition;

    // What most heads ask lies beside each other: a decision over many policies waits for memory.
    private final int onlyPrincipal;
    private final int onlyAction;
    private final int onlyResource;
    private final boolean scoped;

    /**
     * A policy ready to run.
     *
     * @param number its place among the snapshot's policies, from 0
     * @param condition all its clauses as one; null when it has none or they always hold
     */
    public CompiledPolicy(
            int number,
            Policy policy,
            ScopeTest principal,
            ScopeTest action,
            ScopeTest resource,
            @Nullable Node condition) {
        this.number = number;
        this.policy = policy;
        this.principal = principal;
        this.action = action;
        this.resource = resource;
        this.condition = condition;
        this.onlyPrincipal = principal.only();
        this.onlyAction = action.only();
        this.onlyResource = resource.only();
        this.scoped = !principal.isAny() || !action.isAny() || !resource.isAny();
    }

    int number() {
        return number;
    }

    /** Its id, unlike every other's; see {@link Policy#id}. */
    public String id() {
        return policy.id();
    }

    /** The text of an annotation; null when it has none of that name. */
    public @Nullable String annotation(String name) {
        return policy.annotations().get(name);
    }

    /** All annotations in their order. */
    public Map<String, String> annotations() {
        return policy.annotations();
    }

    /** Permit or forbid. */
    public Effect effect() {
        return policy.effect();
    }

    /** Where it stands. */
    public Span source() {
        return policy.span();
    }

    /** The id of the template it was linked from; null where it was written as it is. */
    public @Nullable String template() {
        return policy.template();
    }

    /** Whether it applies to every request that its head fits. */
    public boolean isUnconditional() {
        return condition == null;
    }

    /** Whether its condition is false in every request. */
    public boolean isImpossible() {
        return condition != null && Nodes.isConstant(condition, false);
    }

    /** The tree it was compiled from. */
    Policy policy() {
        return policy;
    }

    /** Adds what must hold for it to apply; see {@link Node#addBounds}. */
    void addBounds(List<SlotBound> bounds) {
        if (condition != null) {
            condition.addBounds(bounds);
        }
    }

    ScopeTest principal() {
        return principal;
    }

    ScopeTest action() {
        return action;
    }

    ScopeTest resource() {
        return resource;
    }

    /** Whether it applies; see {@link Node#test}. */
    int test(RequestFrame frame) {
        if (!fits(frame)) {
            return Node.FALSE;
        }
        return condition == null ? Node.TRUE : condition.test(frame);
    }

    /** Whether its head fits the request. */
    boolean fits(RequestFrame frame) {
        return !scoped
                || asks(onlyAction, action, frame.action())
                        && asks(onlyPrincipal, principal, frame.principal())
                        && asks(onlyResource, resource, frame.resource());
    }

    /** Whether what it says of a request may depend on the context. Walks the tree it was compiled from. */
    boolean readsContext() {
        if (condition == null) {
            return false;
        }
        for (Condition clause : policy.conditions()) {
            if (readsContext(clause.body())) {
                return true;
            }
        }
        return false;
    }

    private static boolean readsContext(Expr expr) {
        if (expr instanceof Expr.Variable variable && variable.var() == Var.CONTEXT) {
            return true;
        }
        for (Expr part : Subexpressions.of(expr)) {
            if (readsContext(part)) {
                return true;
            }
        }
        return false;
    }

    private static boolean asks(int only, ScopeTest test, ResolvedEntity party) {
        if (only == ScopeTest.SEVERAL) {
            return test == ScopeTest.ANY || test.test(party);
        }
        int entity = only >> 1;
        return party.is(entity) || ((only & 1) != 0 && party.ancestors().has(entity));
    }
}
