package dev.remit.javaagent.enforce;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a method by their parameters' names, as policies and records read them: a constant of an enumeration is its name, an array is a
 * list, and what else the platform's own classes are, such as a date, is its text. Read by one thread.
 */
final class NamedArguments extends AbstractMap<String, @Nullable Object> {
    private final String names;
    private final @Nullable Object[] values;

    /**
     * @param names in their order, with commas between
     * @param values in the same order
     */
    NamedArguments(String names, @Nullable Object[] values) {
        this.names = names;
        this.values = values;
    }

    /** Whether these are the very arguments of another call. */
    @SuppressWarnings("ReferenceEquality") // what a method hands on is the same object, but for what is boxed anew
    boolean isSame(NamedArguments other) {
        if (values.length != other.values.length) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            final @Nullable Object mine = values[i];
            final @Nullable Object theirs = other.values[i];
            if (mine != theirs
                    && !((mine instanceof Number || mine instanceof Boolean || mine instanceof Character)
                            && mine.equals(theirs))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        if (!(key instanceof String name)) {
            return null;
        }
        int from = 0;
        for (int i = 0; i < values.length; i++) {
            final int to = end(from);
            if (to - from == name.length() && names.startsWith(name, from)) {
                return plain(values[i]);
            }
            from = to + 1;
        }
        return null;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super @Nullable Object> action) {
        int from = 0;
        for (int i = 0; i < values.length; i++) {
            final int to = end(from);
            action.accept(names.substring(from, to), plain(values[i]));
            from = to + 1;
        }
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        final Set<Map.Entry<String, @Nullable Object>> entries = new LinkedHashSet<>();
        forEach((name, value) -> entries.add(new SimpleImmutableEntry<>(name, value)));
        return entries;
    }

    private int end(int from) {
        final int comma = names.indexOf(',', from);
        return comma < 0 ? names.length() : comma;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value == null
                || value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Map
                || value instanceof Iterable) {
            return value;
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof Object[] array) {
            return list(array);
        }
        return value.getClass().getClassLoader() == null && !value.getClass().isArray() ? value.toString() : value;
    }

    private static List<@Nullable Object> list(@Nullable Object[] array) {
        final List<@Nullable Object> list = new ArrayList<>(array.length);
        for (Object element : array) {
            list.add(plain(element));
        }
        return list;
    }
}
