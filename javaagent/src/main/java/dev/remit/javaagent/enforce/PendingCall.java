package dev.remit.javaagent.enforce;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call that ends on another thread. Whatever kind of callback its library has, the first one ends it. Thread-safe. */
final class PendingCall implements BiConsumer<Object, Throwable>, Consumer<Throwable>, Runnable, AnyFunction {
    /** For a call that has nothing to record. */
    static final PendingCall NONE = new PendingCall();

    private final @Nullable CallEnds ends;
    private final Call call = new Call();
    private final @Nullable PendingCall next;
    private final AtomicBoolean ended = new AtomicBoolean();

    private PendingCall() {
        this.ends = null;
        this.next = null;
    }

    /**
     * @param open the call as its thread's stack had it; copied, for the stack uses it again
     * @param next one that ends with it, or null
     */
    PendingCall(CallEnds ends, Call open, @Nullable PendingCall next) {
        this.ends = ends;
        this.next = next;
        call.copy(open);
    }

    /** Whether this is a call that has something to record. */
    boolean isRecorded() {
        return ends != null;
    }

    /** The secret that is fetched, or the host that is spoken to. */
    String name() {
        return call.name;
    }

    /** The context of what goes on inside this call. */
    Carried carried() {
        return new Carried(call.id, call.session, call.task);
    }

    /** Nobody waits for it any more. */
    void cancel() {
        if (ends != null && !ended.get()) {
            accept(null, new CancellationException());
        }
    }

    /** Something has failed in the guard that its library is not to see. */
    void failed(Throwable t) {
        if (ends != null) {
            ends.failed(t);
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
        if (ends == null) {
            return;
        }
        boolean first = false;
        for (int i = 0; i < Problems.TRIES; i++) {
            try {
                first = first || ended.compareAndSet(false, true);
                if (first) {
                    ends.ended(call, thrown);
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
