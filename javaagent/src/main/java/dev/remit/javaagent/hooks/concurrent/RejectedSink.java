package dev.remit.javaagent.hooks.concurrent;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Sink;
import org.jspecify.annotations.Nullable;

/** An executor does not take a task, {@code first}: if its caller runs it, it is the caller's. */
record RejectedSink(EnforcementPoint enforcement) implements Sink {
    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (first != null) {
            enforcement.handOvers().takeBack(first);
        }
        return null;
    }
}
