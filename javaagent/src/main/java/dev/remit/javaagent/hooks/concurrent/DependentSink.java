package dev.remit.javaagent.hooks.concurrent;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Sink;
import org.jspecify.annotations.Nullable;

/** A task or a dependent of a {@code CompletableFuture} has been made, on the thread of whoever wants it done: {@code self}. */
record DependentSink(EnforcementPoint enforcement) implements Sink {
    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (self != null) {
            enforcement.handOvers().handOver(self);
        }
        return null;
    }
}
