package dev.remit.javaagent.hooks.code;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import java.io.File;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A library of the foreign function API: a {@code Path}, or what the operating system finds by its name. Refuses with the {@link
 * IllegalArgumentException} of a library that is not there. Thread-safe.
 */
record LookUpSink(EnforcementPoint enforcement) implements Sink {
    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second)
            throws Refusal {
        if (enforcement.isGuarding()) {
            return null;
        }
        final String text = String.valueOf(first);
        final boolean file = first instanceof Path || text.indexOf('/') >= 0 || text.indexOf(File.separatorChar) >= 0;
        final @Nullable String refusal = enforcement.load(site, file ? RealPath.of(text, enforcement) : text, null);
        if (refusal != null) {
            throw new Refusal(new IllegalArgumentException(refusal));
        }
        return null;
    }
}
