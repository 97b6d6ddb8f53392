package dev.remit.javaagent.enforce;

import org.jspecify.annotations.Nullable;

/**
 * Calls that go on elsewhere, by an object of their library's with which they end. What fails here is said and not thrown: the
 * application's call has started. Thread-safe; a look-up allocates nothing.
 */
final class TiedCalls {
    private final IdentityMap<PendingCall> byObject = new IdentityMap<>();
    private final Stacks stacks;
    private final Problems problems;

    TiedCalls(Stacks stacks, Problems problems) {
        this.stacks = stacks;
        this.problems = problems;
    }

    /** See {@link RemitGate#tie}. */
    void tie(@Nullable Object ending, @Nullable Object object) {
        try {
            final @Nullable Object call = ending instanceof PendingCallback callback ? callback.pending() : ending;
            if (object != null && call instanceof PendingCall pending && pending != PendingCall.NONE) {
                tie(pending, object);
            }
        } catch (Throwable t) {
            problems.fault(t);
        }
    }

    private void tie(PendingCall pending, Object object) {
        final @Nullable PendingCall before = tiedTo(object);
        if (before != null) {
            before.run();
        }
        byObject.put(object, pending);
    }

    /** See {@link RemitGate#ending}. */
    @Nullable
    Object ending(@Nullable Object object) {
        try {
            return tiedTo(object);
        } catch (Throwable t) {
            problems.fault(t);
            return null;
        }
    }

    /** See {@link RemitGate#ended}. */
    void ended(@Nullable Object object, @Nullable Throwable thrown) {
        for (int i = 0; i < Problems.TRIES; i++) {
            try {
                final @Nullable PendingCall pending = tiedTo(object);
                if (pending != null) {
                    pending.accept(thrown);
                }
                return;
            } catch (Throwable t) {
                problems.fault(t);
            }
        }
    }

    /** See {@link RemitGate#cancelled}. */
    void cancelled(@Nullable Object object) {
        for (int i = 0; i < Problems.TRIES; i++) {
            try {
                final @Nullable PendingCall pending = tiedTo(object);
                if (pending != null) {
                    pending.cancel();
                }
                return;
            } catch (Throwable t) {
                problems.fault(t);
            }
        }
    }

    private @Nullable PendingCall tiedTo(@Nullable Object object) {
        return byObject.get(object, stacks.get().carriedKey);
    }
}
