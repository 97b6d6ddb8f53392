package dev.remit.javaagent.hooks.concurrent;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Sink;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code CompletableFuture} has to do is done, by whatever thread completes what it waits for: it is no part of what that thread is in the
 * midst of. The function itself carries along whose work it is.
 */
record CompletionSink(EnforcementPoint enforcement) implements Sink {
    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        enforcement.handOvers().goOn(site, false);
        return null;
    }

    /** Whether this is a task that a {@code CompletableFuture} has made: a hook of its own sees it run. */
    static boolean isCompletion(Object task) {
        return task instanceof AsynchronousCompletionTask
                && task.getClass().getName().startsWith("java.util.concurrent.CompletableFuture$");
    }
}
