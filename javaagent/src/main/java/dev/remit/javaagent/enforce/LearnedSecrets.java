package dev.remit.javaagent.enforce;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The secrets' values that come in, wherever that is: from then on they are replaced in whatever is recorded. One that a call returns is
 * learned at its {@linkplain CallEnds end}. Thread-safe.
 */
final class LearnedSecrets {
    private final PoliciesInForce policies;
    private final Stacks stacks;
    private final Problems problems;

    LearnedSecrets(PoliciesInForce policies, Stacks stacks, Problems problems) {
        this.policies = policies;
        this.stacks = stacks;
        this.problems = problems;
    }

    /** See {@link RemitGate#learn}. */
    void learn(String store, @Nullable String name, @Nullable Object value) {
        for (int i = 0; i < Problems.TRIES; i++) {
            @Nullable CallStack mine = null;
            try {
                final CallStack stack = stacks.get();
                if (stack.isGuarding() || value == null) {
                    return;
                }
                mine = stack.enter();
                policies.decisions().learn(store + '/' + name, value);
                return;
            } catch (Throwable t) {
                problems.fault(t);
            } finally {
                if (mine != null) {
                    mine.guarding = false;
                }
            }
        }
    }

    /** Learns what the guard itself has read. */
    void learn(String name, Object value) {
        policies.decisions().learn(name, value);
    }

    /** Learns the secret that a call which goes on elsewhere has brought, and which has not ended yet. Never throws, as an end. */
    void answered(PendingCall call, Callable<?> answer) {
        for (int i = 0; call.isRecorded() && i < Problems.TRIES; i++) {
            try {
                answeredOnce(stacks.get(), call, answer);
                return;
            } catch (Throwable t) {
                problems.fault(t);
            }
        }
    }

    private void answeredOnce(CallStack stack, PendingCall call, Callable<?> answer) throws Exception {
        final boolean before = stack.guarding;
        stack.guarding = true;
        try {
            final @Nullable Object value = answer.call();
            if (value != null) {
                learn(call.name(), value);
            }
        } finally {
            stack.guarding = before;
        }
    }
}
