package dev.remit.javaagent.enforce;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call that was decided when it was assembled and runs when it is subscribed to: one decision, one run. The first subscription
 * runs it, and each later one makes the call {@link Again}. The parts of a reactive library's {@code using} operator: the
 * resource of a subscription is the call that it runs. Thread-safe.
 */
final class Subscribed
        implements Callable<PendingCall>, Function<PendingCall, Object>, Consumer<PendingCall>, AnyFunction {
    private final PendingCall decided;
    private final Object publisher;
    private final @Nullable Again again;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    /** @param again null where nothing was decided, so that every subscription runs the same */
    Subscribed(PendingCall decided, Object publisher, @Nullable Again again) {
        this.decided = decided;
        this.publisher = publisher;
        this.again = again;
    }

    /** A subscription begins. */
    @Override
    public PendingCall call() {
        return again == null || subscribed.compareAndSet(false, true) ? decided : PendingCall.NONE;
    }

    /** What it is to run. */
    @Override
    public Object apply(PendingCall resource) {
        return again == null || resource == decided ? publisher : again.call();
    }

    /** It is over: cancelled, unless the publisher has said how it ended. */
    @Override
    public void accept(PendingCall resource) {
        if (resource != PendingCall.NONE) {
            resource.cancel();
        }
    }
}
