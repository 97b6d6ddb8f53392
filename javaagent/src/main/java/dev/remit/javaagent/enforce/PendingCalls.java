package dev.remit.javaagent.enforce;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Calls that go on elsewhere: they leave the stack of their thread, and their library is given by what they end and what their answer is
 * told to. Thread-safe.
 */
final class PendingCalls {
    private final CallEnds ends;
    private final LearnedSecrets secrets;
    private final Stacks stacks;
    private final Problems problems;

    PendingCalls(CallEnds ends, LearnedSecrets secrets, Stacks stacks, Problems problems) {
        this.ends = ends;
        this.secrets = secrets;
        this.stacks = stacks;
        this.problems = problems;
    }

    /** See {@link RemitGate#endLater}. */
    @Nullable
    Object endLater(int site, @Nullable Object future, @Nullable Throwable thrown) {
        PendingCall pending = PendingCall.NONE;
        for (int i = 1; ; i++) {
            try {
                pending = later(site, pending);
                if (thrown != null) {
                    pending.accept(thrown);
                }
                if (future instanceof CompletionStage<?> stage) {
                    if (pending != PendingCall.NONE) {
                        stage.whenComplete(pending);
                    }
                    return null;
                }
                return future == null ? pending : new PendingCallback(pending, future);
            } catch (Throwable t) {
                problems.fault(t);
                if (i == Problems.TRIES) {
                    pending.accept(t);
                    throw Sneaky.rethrow(t);
                }
            }
        }
    }

    private PendingCall later(int site, PendingCall before) {
        final CallStack stack = stacks.get();
        PendingCall pending = before;
        for (int at = stack.isGuarding() ? -1 : stack.find(site); at >= 0; ) {
            final Call call = stack.at(at);
            final boolean joined = call.joined;
            if (call.hasEnd() && !call.over) {
                pending = new PendingCall(ends, call, pending);
            }
            stack.backTo(at);
            at = joined ? stack.find(site) : -1;
        }
        return pending;
    }

    /** See {@link RemitGate#learnLater}. */
    Object learnLater(@Nullable Object ending, String getter) {
        final PendingCall pending = ending instanceof PendingCall call ? call : PendingCall.NONE;
        try {
            return new PendingAnswer(secrets, pending, getter);
        } catch (Throwable t) {
            problems.fault(t);
            return new PendingAnswer(secrets, pending, getter);
        }
    }
}
