package dev.remit.javaagent.enforce;

import org.jspecify.annotations.Nullable;

/**
 * What hooks tell of AI agents: what an application calls them, that work of theirs begins, and what their models answer. Nothing is
 * decided here. Thread-safe.
 */
final class AgentWork {
    private final PoliciesInForce policies;
    private final FailClosed failClosed;
    private final Stacks stacks;
    private final Problems problems;
    private final IdentityMap<String> names = new IdentityMap<>();

    AgentWork(PoliciesInForce policies, FailClosed failClosed, Stacks stacks, Problems problems) {
        this.policies = policies;
        this.failClosed = failClosed;
        this.stacks = stacks;
        this.problems = problems;
    }

    /** What the application's framework calls an object that is an AI agent; the first name stays. */
    void name(Object agent, String name) {
        names.putIfAbsent(agent, name);
    }

    /** See {@link RemitGate#nameOf}. */
    @Nullable
    String nameOf(Object agent) {
        try {
            return names.isEmpty() ? null : names.get(agent, stacks.get().carriedKey);
        } catch (Throwable t) {
            problems.fault(t);
            return null;
        }
    }

    /**
     * See {@link RemitGate#agent} and {@link RemitGate#run}.
     *
     * @param once whether a session that begins here ends with it
     */
    void begin(int site, @Nullable String name, @Nullable Object session, boolean once) {
        @Nullable CallStack mine = null;
        try {
            final CallStack stack = stacks.get();
            if (stack.isGuarding()) {
                return;
            }
            mine = stack.enter();
            policies.decisions().scopes().begin(stack, site, name, session, once);
        } catch (Throwable t) {
            failClosed.goOnUnknown(mine, site, name, t);
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
    }

    /** See {@link RemitGate#turn}. */
    void turn(@Nullable Object turn, @Nullable String prompt, @Nullable String answer) {
        @Nullable CallStack mine = null;
        try {
            final CallStack stack = stacks.get();
            final @Nullable Call scope = stack.isGuarding() ? null : stack.scope();
            if (scope == null || (turn != null && scope.turn == turn)) {
                return;
            }
            mine = stack.enter();
            scope.turn = turn;
            policies.decisions().turn(stack, scope, prompt, answer);
        } catch (Throwable t) {
            // What follows is decided and recorded in any case; it only lacks its origin, and the fault says so.
            problems.fault(t);
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
    }
}
