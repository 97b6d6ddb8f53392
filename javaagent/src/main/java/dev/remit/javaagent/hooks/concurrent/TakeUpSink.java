package dev.remit.javaagent.hooks.concurrent;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Sink;
import java.util.TimerTask;
import java.util.concurrent.Delayed;
import java.util.concurrent.RunnableScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * A task, {@code self}, is about to be run by what it was handed to. What belongs to a {@code CompletableFuture} is taken up
 * when its own method runs.
 *
 * @param own whether its own thread runs it because it wants it done
 */
record TakeUpSink(EnforcementPoint enforcement, boolean own) implements Sink {
    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (self != null && CompletionSink.isCompletion(self)) {
            enforcement.handOvers().goOn(site, true);
        } else if (self != null) {
            enforcement.handOvers().takeUp(site, self, isRepeated(self), own);
        }
        return null;
    }

    /** What can't be told from the outside counts as repeated, and is let go when it is done or collected. */
    private static boolean isRepeated(Object task) {
        return task instanceof RunnableScheduledFuture<?> scheduled
                ? scheduled.isPeriodic()
                : task instanceof Delayed || task instanceof TimerTask;
    }
}
