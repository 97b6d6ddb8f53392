package dev.remit.engine.policy;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Entities by the words that a call site gives for them, so that the same host, tool or secret is resolved once. Direct
 * mapped and of a fixed size: an attacker who invents names pushes entries out, and never makes it grow.
 *
 * <p>Thread-safe without a lock; a hit allocates nothing.
 */
final class EntityCache {
    /** What a cache's entities are. */
    enum Kind {
        AGENT,
        TOOL,
        HTTP_METHOD,
        TOOLSET,
        HOST,
        SECRET,
        PROGRAM,
        CODE
    }

    private static final int SLOTS = 1024;

    private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(SLOTS);
    private final Kind kind;
    private final PolicySnapshot snapshot;

    EntityCache(Kind kind, PolicySnapshot snapshot) {
        this.kind = kind;
        this.snapshot = snapshot;
    }

    GuardedEntity get(String first, String second, int number) {
        final int hash = (first.hashCode() * 31 + second.hashCode()) * 31 + number;
        final int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
        final @Nullable Entry entry = entries.get(slot);
        if (entry != null && entry.number == number && entry.first.equals(first) && entry.second.equals(second)) {
            return entry.entity;
        }
        final GuardedEntity entity = snapshot.resolve(kind, first, second, number);
        entries.set(slot, new Entry(first, second, number, entity));
        return entity;
    }

    /** Resolves what another version's cache holds, so that no caller has to. */
    void warm(EntityCache other) {
        for (int slot = 0; slot < SLOTS; slot++) {
            final @Nullable Entry entry = other.entries.get(slot);
            if (entry != null) {
                get(entry.first, entry.second, entry.number);
            }
        }
    }

    private record Entry(String first, String second, int number, GuardedEntity entity) {}
}
