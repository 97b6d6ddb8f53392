package dev.remit.javaagent.enforce;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All texts that a secret's value holds: the value itself, in maps and collections, and in the fields of the application's or a
 * library's own objects, for an answer may be read straight into one. What the JDK's other classes hold is left out. Each object
 * is looked at once. Used by one thread.
 */
final class Texts {
    /** Deeper than any secret's value, and shallow enough for the stack. */
    private static final int DEEPEST = 64;

    private final List<CharSequence> found = new ArrayList<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private Texts() {}

    /** The texts, in their order. */
    static List<CharSequence> in(Object value) {
        if (value instanceof CharSequence text) {
            return List.of(text);
        }
        final Texts texts = new Texts();
        texts.add(value, 0);
        return texts.found;
    }

    private void add(@Nullable Object value, int depth) {
        if (value instanceof CharSequence text) {
            found.add(text);
        } else if (value instanceof char[] text) {
            found.add(new String(text));
        } else if (value instanceof byte[] bytes) {
            found.add(text(bytes));
        } else if (value != null && depth < DEEPEST && seen.add(value)) {
            if (value instanceof Map<?, ?> map) {
                addAll(map.values(), depth);
            } else if (value instanceof Collection<?> many) {
                addAll(many, depth);
            } else if (value instanceof Object[] many) {
                addAll(Arrays.asList(many), depth);
            } else if (!isOfTheJdk(value.getClass())) {
                addFields(value, depth);
            } else if (value instanceof Iterable<?> many) {
                addAll(many, depth);
            }
        }
    }

    /** Bytes that are no text are read by people, and written by models, in base64. */
    private static String text(byte[] bytes) {
        final String text = new String(bytes, StandardCharsets.UTF_8);
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
                ? text
                : Base64.getEncoder().encodeToString(bytes);
    }

    private void addAll(Iterable<?> many, int depth) {
        for (Object each : many) {
            add(each, depth + 1);
        }
    }

    private void addFields(Object holder, int depth) {
        for (@Nullable Class<?> type = holder.getClass();
                type != null && !isOfTheJdk(type);
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0
                        && !field.isSynthetic()
                        && !field.getType().isPrimitive()
                        && field.trySetAccessible()) {
                    try {
                        add(field.get(holder), depth + 1);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }
    }

    private static boolean isOfTheJdk(Class<?> type) {
        final @Nullable ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }
}
