package dev.remit.javaagent.enforce;

import org.jspecify.annotations.Nullable;

/** Calls that go on elsewhere, by an object of their library's with which they end. Thread-safe; a look-up allocates nothing. */
final class TiedCalls extends IdentityMap<PendingCall> {
    /**
     * The call ends with the object; the one that was tied to it before has ended.
     *
     * @param ending what was given for a call that goes on elsewhere
     */
    void tie(@Nullable Object ending, @Nullable Object object, LookUp scratch) {
        final @Nullable Object call = ending instanceof PendingCallback callback ? callback.pending() : ending;
        if (object != null && call instanceof PendingCall pending && pending != PendingCall.NONE) {
            ended(object, null, scratch);
            put(object, pending);
        }
    }

    void ended(@Nullable Object object, @Nullable Throwable thrown, LookUp scratch) {
        final @Nullable PendingCall pending = get(object, scratch);
        if (pending != null) {
            pending.accept(thrown);
        }
    }

    void cancelled(@Nullable Object object, LookUp scratch) {
        final @Nullable PendingCall pending = get(object, scratch);
        if (pending != null) {
            pending.cancel();
        }
    }
}
