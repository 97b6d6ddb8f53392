package dev.remit.engine.session;

import dev.remit.cedar.eval.Value;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Cedar's values of names, shared by the sessions: they call the same tools and ask the same hosts. Of a fixed size: what no longer
 * has a place is made anew. Thread-safe without a lock.
 */
final class NameValues {
    private static final int SLOTS = 1024;
    private static final AtomicReferenceArray<@Nullable Named> SHARED = new AtomicReferenceArray<>(SLOTS);

    private NameValues() {}

    static Value of(String name) {
        final int hash = name.hashCode();
        final int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
        final @Nullable Named known = SHARED.get(slot);
        if (known != null && known.name.equals(name)) {
            return known.value;
        }
        final Named fresh = new Named(name, Value.of(name));
        SHARED.set(slot, fresh);
        return fresh.value;
    }

    private record Named(String name, Value value) {}
}
