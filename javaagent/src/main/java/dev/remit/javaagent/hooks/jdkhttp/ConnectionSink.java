package dev.remit.javaagent.hooks.jdkhttp;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Sink;
import org.jspecify.annotations.Nullable;

/** The exchange's own connection, on whatever thread makes it; {@code first} is the exchange. */
record ConnectionSink(EnforcementPoint enforcement) implements Sink {
    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        enforcement.resume(site, first);
        return null;
    }
}
