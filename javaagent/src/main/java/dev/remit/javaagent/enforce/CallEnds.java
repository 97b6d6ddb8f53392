package dev.remit.javaagent.enforce;

import dev.remit.engine.Category;
import org.jspecify.annotations.Nullable;

/**
 * The ends of calls that were let through: each is recorded once, and ends what began with its call. An end never throws, for the
 * application's call is over; it is tried again where it fails. Thread-safe.
 */
final class CallEnds {
    private final PoliciesInForce policies;
    private final Stacks stacks;
    private final HandOvers handOvers;
    private final Problems problems;

    CallEnds(PoliciesInForce policies, Stacks stacks, HandOvers handOvers, Problems problems) {
        this.policies = policies;
        this.stacks = stacks;
        this.handOvers = handOvers;
        this.problems = problems;
    }

    /** See {@link RemitGate#end}. */
    void end(int site, @Nullable Object result, @Nullable Throwable thrown) {
        for (int i = 0; i < Problems.TRIES; i++) {
            try {
                endOpen(site, result, thrown);
                return;
            } catch (Throwable t) {
                problems.fault(t);
            }
        }
    }

    private void endOpen(int site, @Nullable Object result, @Nullable Throwable thrown) {
        final @Nullable CallStack stack = stacks.peek();
        if (stack == null || stack.isGuarding()) {
            return;
        }
        for (int at = stack.find(site); at >= 0; ) {
            final Call call = stack.at(at);
            final boolean joined = call.joined;
            if (call.hasEnd()) {
                endOnce(stack, call, result, thrown);
            } else if (call.request instanceof ServedRequest served) {
                served.end();
            }
            if (call.detached) {
                handOvers.ended(stack, call);
            }
            stack.backTo(at);
            at = joined ? stack.find(site) : -1;
        }
    }

    /** Ends a call that went on elsewhere. */
    void ended(Call call, @Nullable Throwable thrown) {
        for (int i = 0; i < Problems.TRIES; i++) {
            try {
                endOnce(stacks.get(), call, null, thrown);
                return;
            } catch (Throwable t) {
                problems.fault(t);
            }
        }
    }

    /** Records how a call ended, and learns a secret that it brought; may be tried again. */
    private void endOnce(CallStack stack, Call call, @Nullable Object result, @Nullable Throwable thrown) {
        final boolean before = stack.guarding;
        stack.guarding = true;
        try {
            if (call.id != 0 || call.category == Category.SECRET) {
                policies.decisions().ended(stack, call, result, thrown);
            }
            policies.decisions().scopes().ended(call);
        } finally {
            stack.guarding = before;
        }
    }

    /** Something of a call's end has failed where nobody is to be told. */
    void failed(Throwable t) {
        problems.fault(t);
    }

    /**
     * Ends what was let through since the stack had this depth and does not start: it was decided together with what was refused, or
     * the guard failed. Throws where that fails; may be tried again.
     */
    void takeBack(CallStack stack, int depth) {
        if (stack.recorded != 0) {
            policies.decisions().refused(stack, stack.recorded);
            stack.recorded = 0;
        }
        while (stack.depth() > depth) {
            final Call call = stack.at(stack.depth() - 1);
            if (call.id != 0 && !call.over) {
                policies.decisions().refused(stack, call.id);
                call.over = true;
            }
            policies.decisions().scopes().ended(call);
            stack.backTo(stack.depth() - 1);
        }
    }
}
