package dev.remit.javaagent.enforce;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is carried, by the identity of the object it is carried with, which is held weakly. Thread-safe; a look-up allocates
 * nothing.
 */
final class CarriedCalls {
    private final ConcurrentHashMap<Object, Carried> byKey = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    void put(Object key, Carried carried) {
        forget();
        byKey.put(new Key(key, collected), carried);
    }

    /** As {@link #put}, behind what is carried under the key already: the same object may stand for several runs. */
    void add(Object key, Carried carried) {
        forget();
        final Key weak = new Key(key, collected);
        @Nullable Carried first;
        do {
            first = byKey.putIfAbsent(weak, carried);
        } while (first != null && !byKey.replace(weak, first, first.followedBy(carried)));
    }

    /** As {@link #get}, and no longer carries it. */
    @Nullable
    Carried take(Object key, LookUp scratch) {
        forget();
        try {
            while (true) {
                final @Nullable Carried first = byKey.get(scratch.of(key));
                if (first == null || replace(scratch, first, first.next)) {
                    return first;
                }
            }
        } finally {
            scratch.clear();
        }
    }

    /** No longer carries what was added last under {@code key}. */
    void takeBack(Object key, LookUp scratch) {
        try {
            while (true) {
                final @Nullable Carried first = byKey.get(scratch.of(key));
                if (first == null || replace(scratch, first, first.withoutLast())) {
                    return;
                }
            }
        } finally {
            scratch.clear();
        }
    }

    private boolean replace(LookUp scratch, Carried first, @Nullable Carried by) {
        return by == null ? byKey.remove(scratch, first) : byKey.replace(scratch, first, by);
    }

    /** No longer carries anything under {@code key}. */
    void remove(Object key, LookUp scratch) {
        byKey.remove(scratch.of(key));
        scratch.clear();
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    /** Lets go of what was carried with objects that are no more. */
    private void forget() {
        for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
            byKey.remove(gone);
        }
    }

    /** What is carried under {@code key}; {@code scratch} is the calling thread's own. */
    @Nullable
    Carried get(@Nullable Object key, LookUp scratch) {
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

        private LookUp of(Object key) {
            referent = key;
            return this;
        }

        private void clear() {
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
