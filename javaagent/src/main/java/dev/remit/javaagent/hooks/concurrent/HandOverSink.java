package dev.remit.javaagent.hooks.concurrent;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Sink;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/**
 * A task is handed to an executor or a timer: {@code first}, or {@code self} where it hands itself over. What a
 * {@code CompletableFuture} hands to its executor is left alone: that was handed over when it was made. So are virtual threads,
 * which their scheduler runs as tasks, bit by bit: what they do is their own.
 */
record HandOverSink(EnforcementPoint enforcement) implements Sink {
    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (enforcement.handOvers().isAtWork() && !isVirtualThreads(self)) {
            final @Nullable Object task = self instanceof ForkJoinTask ? self : first;
            if (task != null && !CompletionSink.isCompletion(task)) {
                enforcement.handOvers().handOver(task);
            }
        }
        return null;
    }

    private static boolean isVirtualThreads(@Nullable Object executor) {
        return executor instanceof ForkJoinPool pool
                && pool.getFactory() != null
                && pool.getFactory().getClass().getName().startsWith("java.lang.VirtualThread");
    }
}
