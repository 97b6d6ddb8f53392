package dev.remit.engine.audit.record;

import dev.remit.engine.audit.redact.JsonEscape;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes maps, collections, arrays, strings, numbers, booleans and UUIDs as JSON. Any other value stands as a string: its text if its class
 * is the platform's, else only its class's name, because an application's {@code toString} is code that must not run here.
 *
 * <p>Allocates nothing for {@code HashMap}, {@code LinkedHashMap}, {@code TreeMap}, lists with random access, arrays and usual numbers;
 * collections that can only be walked with an iterator cost that iterator. One thread at a time.
 */
public final class JsonText implements BiConsumer<Object, Object>, Consumer<Object> {
    /** Values nested deeper stand as an ellipsis. */
    public static final int DEEPEST = 16;

    /** Bytes after which the rest is left out: values that share parts can be far larger as text than in memory. */
    public static final long LARGEST = 64L << 20;

    private final @Nullable Object[] path = new @Nullable Object[DEEPEST];
    private @Nullable TextSink sink;
    private int depth;
    private boolean first;

    /** Returns false if the text is not whole: reading a value threw, or the text grew beyond {@link #LARGEST}. */
    boolean write(TextSink to, Object value) {
        sink = to;
        depth = 0;
        try {
            value(to, value);
            return true;
        } catch (TooLarge e) {
            return false;
        } catch (RuntimeException e) {
            // Such as a map that another thread is changing. The call must be recorded even so.
            to.append("«unreadable: ");
            to.append(e.getClass().getName());
            to.append('»');
            return false;
        } finally {
            for (int i = 0; i < DEEPEST; i++) {
                path[i] = null;
            }
            sink = null;
        }
    }

    /** One entry of a map. */
    @Override
    public void accept(@Nullable Object key, @Nullable Object value) {
        TextSink to = separated();
        string(to, key instanceof CharSequence text ? text : String.valueOf(key));
        to.append(':');
        value(to, value);
    }

    /** One element of a collection. */
    @Override
    public void accept(@Nullable Object element) {
        value(separated(), element);
    }

    private TextSink separated() {
        TextSink to = sink;
        if (to == null) {
            throw new IllegalStateException("no text is being written");
        }
        if (to.taken() > LARGEST) {
            throw new TooLarge();
        }
        if (first) {
            first = false;
        } else {
            to.append(',');
        }
        return to;
    }

    private void value(TextSink to, @Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            to.append(value == null ? "null" : (Boolean) value ? "true" : "false");
        } else if (value instanceof CharSequence text) {
            string(to, text);
        } else if (value instanceof Number number) {
            number(to, number);
        } else if (value instanceof Map
                || value instanceof Collection
                || value.getClass().isArray()) {
            nested(to, value);
        } else if (value instanceof UUID) {
            to.append('"');
            Scalars.append(to, value);
            to.append('"');
        } else if (value instanceof Enum<?> constant) {
            string(to, constant.name());
        } else if (value.getClass().getClassLoader() == null) {
            string(to, value.toString());
        } else {
            string(to, value.getClass().getName());
        }
    }

    private void number(TextSink to, Number number) {
        double d = number.doubleValue();
        boolean platform = number.getClass().getClassLoader() == null;
        if (!platform) {
            string(to, number.getClass().getName());
        } else if ((number instanceof Double || number instanceof Float) && (Double.isNaN(d) || Double.isInfinite(d))) {
            string(to, number.toString());
        } else {
            Scalars.append(to, number);
        }
    }

    private void nested(TextSink to, Object value) {
        if (depth == DEEPEST) {
            to.append("\"…\"");
            return;
        }
        for (int i = 0; i < depth; i++) {
            if (path[i] == value) {
                to.append("\"«cycle»\"");
                return;
            }
        }
        path[depth++] = value;
        first = true;
        if (value instanceof Map<?, ?> map) {
            to.append('{');
            map.forEach(this);
            to.append('}');
        } else {
            to.append('[');
            elements(value);
            to.append(']');
        }
        // The value around this one has had an element now.
        first = false;
        depth--;
    }

    private void elements(Object value) {
        if (value instanceof Object[] array) {
            for (Object element : array) {
                accept(element);
            }
        } else if (value instanceof List<?> list && list instanceof RandomAccess) {
            for (int i = 0; i < list.size(); i++) {
                accept(list.get(i));
            }
        } else if (value instanceof Collection<?> collection) {
            collection.forEach(this);
        } else {
            int length = java.lang.reflect.Array.getLength(value);
            for (int i = 0; i < length; i++) {
                accept(java.lang.reflect.Array.get(value, i));
            }
        }
    }

    private static void string(TextSink to, CharSequence text) {
        to.append('"');
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (JsonEscape.needed(c)) {
                escaped(to, c);
            } else {
                to.append(c);
            }
        }
        to.append('"');
    }

    private static void escaped(TextSink to, char c) {
        to.append('\\');
        char shortForm = JsonEscape.shortForm(c);
        if (shortForm != 0) {
            to.append(shortForm);
        } else {
            to.append("u00");
            to.append(Character.forDigit(c >> 4, 16));
            to.append(Character.forDigit(c & 0xF, 16));
        }
    }

    /** Leaves a walk through {@code forEach}, which has no other way out. */
    private static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooLarge() {
            super("too large", null, false, false);
        }
    }
}
