package dev.remit.javaagent.enforce;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call that ends on another thread. Whatever kind of callback its library has, the first one ends it. Thread-safe. */
final class PendingCall implements BiConsumer<Object, Throwable>, Consumer<Throwable>, Runnable, AnyFunction {
    /** For a call that has nothing to record. */
    static final PendingCall NONE = new PendingCall();

    private final @Nullable EnforcementPoint enforcement;
    private final Call call = new Call();
    private final @Nullable PendingCall next;
    private final AtomicBoolean ended = new AtomicBoolean();

    private PendingCall() {
        this.enforcement = null;
        this.next = null;
    }

    /**
     * @param open the call as its thread's stack had it; copied, for the stack uses it again
     * @param next one that ends with it, or null
     */
    PendingCall(EnforcementPoint enforcement, Call open, @Nullable PendingCall next) {
        this.enforcement = enforcement;
        this.next = next;
        call.copy(open);
    }

    /** Whether this is a call that has something to record. */
    boolean isRecorded() {
        return enforcement != null;
    }

    /** The context of what goes on inside this call. */
    Carried carried() {
        return new Carried(call.id, call.session, call.task);
    }

    /** Nobody waits for it any more. */
    void cancel() {
        if (enforcement != null && !ended.get()) {
            accept(null, new CancellationException());
        }
    }

    /** Its answer has come in, from which {@code value} takes the secret; it has not ended yet. */
    void answered(Callable<?> value) {
        if (enforcement != null) {
            enforcement.learn(call, value);
        }
    }

    /** Something has failed in the guard that its library is not to see. */
    void failed(Throwable t) {
        if (enforcement != null) {
            enforcement.failed(t);
        }
    }

    /** Ended without an error. */
    @Override
    public void run() {
        accept(null, null);
    }

    /** Ended with an error. */
    @Override
    public void accept(@Nullable Throwable thrown) {
        accept(null, thrown);
    }

    /** Ended with a result or an error. The result is the library's answer, and not the secret: that is told before. */
    @Override
    public void accept(@Nullable Object result, @Nullable Throwable thrown) {
        if (enforcement == null) {
            return;
        }
        boolean first = false;
        for (int i = 0; i < EnforcementPoint.TRIES; i++) {
            try {
                first = first || ended.compareAndSet(false, true);
                if (first) {
                    enforcement.ended(call, thrown);
                    if (next != null) {
                        next.accept(result, thrown);
                    }
                }
                return;
            } catch (Throwable t) {
                failed(t);
            }
        }
    }
}
