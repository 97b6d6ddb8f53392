package dev.remit.javaagent.hooks.springai;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Sink;
import org.jspecify.annotations.Nullable;

/** A Spring bean is initialised, of whatever kind: the first object is its name, the second the bean, before anything is put around it. */
record BeanSink(EnforcementPoint enforcement) implements Sink {
    /** What a bean is called whose name stands for a proxy that finds the one of the request or HTTP session. */
    private static final String SCOPED = "scopedTarget.";

    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (second != null
                && first instanceof String name
                && second.getClass().getName().equals(SpringAiHook.CHAT_CLIENT)) {
            enforcement.name(second, name.startsWith(SCOPED) ? name.substring(SCOPED.length()) : name);
        }
        return null;
    }
}
