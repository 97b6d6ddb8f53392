package dev.remit.javaagent.enforce;

import dev.remit.engine.Category;
import org.jspecify.annotations.Nullable;

/**
 * Work that goes on elsewhere, an AI agent's or a guarded call's: what carries it, and where it goes on. In {@code enforce} a hand-over
 * that fails is refused, and work that can't be found is allowed nothing. Thread-safe.
 */
final class CarriedWork {
    private final FailClosed failClosed;
    private final CarriedCalls carriedCalls;
    private final HandOvers handOvers;
    private final Stacks stacks;
    private final Problems problems;

    CarriedWork(
            FailClosed failClosed, CarriedCalls carriedCalls, HandOvers handOvers, Stacks stacks, Problems problems) {
        this.failClosed = failClosed;
        this.carriedCalls = carriedCalls;
        this.handOvers = handOvers;
        this.stacks = stacks;
        this.problems = problems;
    }

    /**
     * See {@link RemitGate#carry}. Within an open HTTP call that is this very exchange, what is carried for its first hop stays:
     * later hops and retries belong to that.
     */
    void carry(int site, @Nullable Object key) {
        try {
            final CallStack stack = stacks.get();
            if (key != null && !stack.isGuarding()) {
                carry(stack, key);
            }
        } catch (Throwable t) {
            if (failClosed.isEnforcing()) {
                carriesNot(site);
            }
            failClosed.refuse(t);
        }
    }

    /** See {@link RemitGate#carryAs}. */
    void carryAs(@Nullable Object key, @Nullable Object other) {
        try {
            final @Nullable Carried carried = carriedCalls.get(key, stacks.get().carriedKey);
            if (carried != null && other != null) {
                carriedCalls.put(other, carried);
            }
        } catch (Throwable t) {
            // What goes on under the other key is then nobody's, and is decided as that.
            problems.fault(t);
        }
    }

    private void carry(CallStack stack, Object key) {
        final @Nullable Call open = stack.innermost();
        final @Nullable Call hop = open != null && open.category == Category.HTTP ? open : null;
        if (hop != null && hop.request == key && carriedCalls.get(key, stack.carriedKey) != null) {
            return;
        }
        final Carried carried = stack.carried();
        if (hop != null) {
            if (hop.request == key) {
                carried.decided(hop);
            } else {
                carried.within(hop);
            }
        }
        carriedCalls.put(key, carried);
    }

    /** No end follows of a call whose key can't be carried. */
    private void carriesNot(int site) {
        try {
            final CallStack stack = stacks.get();
            final int at = stack.find(site);
            if (at >= 0) {
                stack.recorded = 0;
                failClosed.takeBack(stack, at);
            }
        } catch (Throwable t) {
            problems.fault(t);
        }
    }

    /** See {@link RemitGate#resume}. */
    void resume(int site, @Nullable Object key) {
        try {
            final CallStack stack = stacks.get();
            if (stack.isGuarding()) {
                return;
            }
            final @Nullable Carried carried = carriedCalls.get(key, stack.carriedKey);
            if (carried == null) {
                stack.absorb(site);
            } else {
                stack.goOn(site, carried, key);
            }
        } catch (Throwable t) {
            failClosed.goOnElsewhere(site, t);
        }
    }

    /** See {@link RemitGate#subscribed}. */
    Object subscribed(
            @Nullable Object ending,
            Object publisher,
            @Nullable Object self,
            @Nullable String method,
            @Nullable Object argument) {
        final PendingCall first = ending instanceof PendingCall pending ? pending : PendingCall.NONE;
        try {
            final @Nullable Again again = first.isRecorded() && self != null && method != null && argument != null
                    ? Again.of(self, method, argument)
                    : null;
            final Subscribed subscribed = new Subscribed(first, publisher, again);
            final CallStack stack = stacks.get();
            if (!stack.isGuarding()) {
                carriedCalls.put(subscribed, first.isRecorded() ? first.carried() : stack.elsewhere());
            }
            return subscribed;
        } catch (Throwable t) {
            if (failClosed.refuses(t)) {
                first.accept(t);
                throw new SecurityException(Denial.FAULT);
            }
            return new Subscribed(first, publisher, null);
        }
    }

    /** See {@link RemitGate#handOver}. */
    void handOver(Object task) {
        try {
            handOvers.handOver(task);
        } catch (Throwable t) {
            failClosed.refuse(t);
        }
    }

    /** See {@link RemitGate#carrying}. */
    Object carrying(Object function, Class<?> type) {
        try {
            return handOvers.carrying(function, type);
        } catch (Throwable t) {
            failClosed.refuse(t);
            return function;
        }
    }

    /** See {@link RemitGate#takeUp}. */
    void takeUp(int site, Object task) {
        try {
            handOvers.takeUp(site, task, true, false);
        } catch (Throwable t) {
            failClosed.goOnElsewhere(site, t);
        }
    }
}
