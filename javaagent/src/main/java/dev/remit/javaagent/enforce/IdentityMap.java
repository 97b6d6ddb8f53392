package dev.remit.javaagent.enforce;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to an object of the application's, by the object's identity; the object is held weakly, and never asked. A value
 * must not hold its own object. Thread-safe; a look-up allocates nothing.
 */
class IdentityMap<V> {
    final ConcurrentHashMap<Object, V> byKey = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    void put(Object key, V value) {
        byKey.put(fresh(key), value);
    }

    /** As {@link #put}, unless there is a value already. */
    void putIfAbsent(Object key, V value) {
        byKey.putIfAbsent(fresh(key), value);
    }

    /** A key to put; lets go of what belonged to objects that are no more. */
    Object fresh(Object key) {
        forget();
        return new Key(key, collected);
    }

    /** No longer keeps anything for {@code key}. */
    void remove(Object key, LookUp scratch) {
        byKey.remove(scratch.of(key));
        scratch.clear();
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    void forget() {
        for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
            byKey.remove(gone);
        }
    }

    /** What belongs to {@code key}; {@code scratch} is the calling thread's own. */
    @Nullable
    V get(@Nullable Object key, LookUp scratch) {
        if (key == null || byKey.isEmpty()) {
            return null;
        }
        try {
            return byKey.get(scratch.of(key));
        } finally {
            scratch.clear();
        }
    }

    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object referent, @Nullable ReferenceQueue<Object> queue) {
            super(referent, queue);
            this.hash = System.identityHashCode(referent);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            final @Nullable Object mine = get();
            return mine != null && other instanceof Key key && mine == key.get();
        }
    }

    /** A key for looking up, so that a look-up makes none. Used by one thread. */
    @SuppressWarnings("EqualsUnsafeCast") // only ever compared with keys of the map
    static final class LookUp {
        private @Nullable Object referent;

        LookUp of(Object key) {
            referent = key;
            return this;
        }

        void clear() {
            referent = null;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(referent);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.get() == referent;
        }
    }
}
