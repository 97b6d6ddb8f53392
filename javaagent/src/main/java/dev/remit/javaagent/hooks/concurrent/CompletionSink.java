package dev.remit.javaagent.hooks.concurrent;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Sink;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code CompletableFuture} has to do, {@code self}, is done, by whatever thread completes what it waits for.
 *
 * @param again whether it may be asked in vain and once more; nothing says when it is done, so that its end is its collection
 */
record CompletionSink(EnforcementPoint enforcement, boolean again) implements Sink {
    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (self != null) {
            enforcement.handOvers().takeUp(site, self, again, false);
        }
        return null;
    }

    /** Whether this is a task that a {@code CompletableFuture} has made: a hook of its own sees it made and run. */
    static boolean isCompletion(Object task) {
        return task instanceof AsynchronousCompletionTask
                && task.getClass().getName().startsWith("java.util.concurrent.CompletableFuture$");
    }
}
