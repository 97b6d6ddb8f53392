package dev.remit.javaagent.hooks.concurrent;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Sink;
import org.jspecify.annotations.Nullable;

/** A thread, {@code self}, is about to start: to do what it was made for, unless it is there to serve others too. */
record ThreadStartSink(EnforcementPoint enforcement) implements Sink {
    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (enforcement.handOvers().isAtWork()
                && self instanceof Thread thread
                && thread.getState() == Thread.State.NEW
                && !Starters.isServingOthers()) {
            enforcement.handOvers().bequeath(thread);
        }
        return null;
    }
}
