package dev.remit.javaagent.hooks.code;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import org.jspecify.annotations.Nullable;

/**
 * A javaagent's class is the first argument. Refuses with a {@link SecurityException}: the JVM says it on stderr, and whoever attached is
 * told that the javaagent failed.
 */
record AgentSink(EnforcementPoint enforcement) implements Sink {
    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second)
            throws Refusal {
        final @Nullable String refusal = enforcement.load(site, "agent/" + first, null);
        if (refusal != null) {
            throw new Refusal(new SecurityException(refusal));
        }
        return null;
    }
}
