package dev.remit.javaagent.enforce;

import org.jspecify.annotations.Nullable;

/** What is carried, by the identity of the object it is carried with. Thread-safe; a look-up allocates nothing. */
final class CarriedCalls extends IdentityMap<Carried> {
    /** As {@link #put}, behind what is carried under the key already: the same object may stand for several runs. */
    void add(Object key, Carried carried) {
        final Object weak = fresh(key);
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
}
