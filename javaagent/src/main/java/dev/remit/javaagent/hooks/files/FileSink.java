package dev.remit.javaagent.hooks.files;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path is about to be opened for reading, or what is behind it to get another name: decided where that is a secret. What was
 * let through is known to redaction before the application reads it. Thread-safe.
 */
abstract class FileSink implements Sink {
    private final EnforcementPoint enforcement;

    FileSink(EnforcementPoint enforcement) {
        this.enforcement = enforcement;
    }

    /** The secret that a call with these objects gives access to, or null. Runs unguarded. */
    abstract @Nullable FoundSecret look(@Nullable Object self, @Nullable Object first, @Nullable Object second);

    /** How the method refuses. */
    abstract Exception refused(@Nullable Object first, String secret, String refusal);

    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second)
            throws Refusal {
        if (enforcement.isGuarding()) {
            return null;
        }
        final Look look = new Look(this, self, first, second);
        enforcement.unguarded(look);
        final @Nullable FoundSecret found = look.found();
        if (found == null) {
            enforcement.pass(site);
            return null;
        }
        final List<String> names = found.names();
        final @Nullable String refusal = enforcement.secret(site, null, found.store(), names);
        if (refusal != null) {
            throw new Refusal(refused(first, names.get(0), refusal));
        }
        enforcement.unguarded(new Runnable() {
            @Override
            public void run() {
                learn(found);
            }
        });
        return null;
    }

    private void learn(FoundSecret found) {
        for (int i = 0; i < found.names().size(); i++) {
            final String name = found.names().get(i);
            final Object value = found.values().isEmpty()
                    ? SecretFiles.read(name)
                    : found.values().get(i);
            enforcement.learn(found.store() + '/' + name, value);
        }
    }
}
