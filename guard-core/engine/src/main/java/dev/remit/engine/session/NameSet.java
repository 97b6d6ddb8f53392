package dev.remit.engine.session;

import dev.remit.cedar.eval.Value;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names that only ever become more, as the Cedar set that policies see. Thread-safe without a lock; a name that is there already
 * costs no allocation, a new one copies the set.
 */
final class NameSet {
    /** How many names a set takes. What bounds a session's memory; a call that would need one more is denied. */
    static final int MAX = 256;

    private static final Names NONE = new Names(new String[0], Value.set(List.of()));
    private static final VarHandle NAMES;

    static {
        try {
            NAMES = MethodHandles.lookup().findVarHandle(NameSet.class, "names", Names.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile Names names = NONE;

    boolean contains(String name) {
        return names.contains(name);
    }

    /** Whether a name is there or there is room for it. */
    boolean takes(String name) {
        return names.sorted.length < MAX || contains(name);
    }

    /** Adds a name, beyond {@link #MAX} too: threads that asked {@link #takes} at once may bring a few more. */
    void add(String name) {
        Names before = names;
        while (!before.contains(name)) {
            if (NAMES.compareAndSet(this, before, before.with(name))) {
                return;
            }
            before = names;
        }
    }

    /** Forgets all names. */
    void clear() {
        if (names.sorted.length > 0) {
            names = NONE;
        }
    }

    int size() {
        return names.sorted.length;
    }

    /** The set of strings that policies see; immutable. */
    Value value() {
        return names.value;
    }

    /** The names in their order. */
    List<String> list() {
        return List.of(names.sorted);
    }

    private static final class Names {
        final String[] sorted;
        final Value value;

        /** Found last, and perhaps asked for next: an agent works with one tool and host for a while. */
        private @Nullable String found;

        Names(String[] sorted, Value value) {
            this.sorted = sorted;
            this.value = value;
        }

        boolean contains(String name) {
            if (sorted.length == 0) {
                return false;
            }
            if (name.equals(found)) {
                return true;
            }
            final int place = Arrays.binarySearch(sorted, name);
            if (place >= 0) {
                found = sorted[place];
            }
            return place >= 0;
        }

        Names with(String name) {
            final String[] more = Arrays.copyOf(sorted, sorted.length + 1);
            more[sorted.length] = name;
            Arrays.sort(more);
            final List<Value> values = new ArrayList<>(more.length);
            for (String each : more) {
                values.add(NameValues.of(each));
            }
            return new Names(more, Value.set(values));
        }
    }
}
