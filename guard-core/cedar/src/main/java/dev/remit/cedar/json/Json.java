package dev.remit.cedar.json;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON text. Numbers are whole and fit into a Long, as Cedar's do; no name stands twice in an object. Immutable.
 *
 * <p>What asks for a certain kind throws a {@link JsonFormatException} that names the place.
 */
public sealed interface Json {

    /** Where it starts, in UTF-16 code units. */
    int offset();

    /** Where what follows it starts, in UTF-16 code units. */
    int end();

    /** What it is, for messages. */
    String kind();

    /** Its text, where it is a string. */
    default String text() {
        throw unexpected("a string");
    }

    /** Whether it is true, where it is a boolean. */
    default boolean bool() {
        throw unexpected("true or false");
    }

    /** Its elements, where it is an array. */
    default List<Json> elements() {
        throw unexpected("an array");
    }

    /** Itself, where it is an object. */
    default ObjectOf object() {
        throw unexpected("an object");
    }

    /** The error that something else should stand here. */
    default JsonFormatException unexpected(String expected) {
        return new JsonFormatException(offset(), "unexpected " + kind(), expected);
    }

    /** A string, unescaped. */
    record Text(int offset, int end, String text) implements Json {
        @Override
        public String kind() {
            return "string";
        }
    }

    /** A whole number. */
    record Whole(int offset, int end, long value) implements Json {
        @Override
        public String kind() {
            return "number";
        }
    }

    /** True or false. */
    record Bool(int offset, int end, boolean bool) implements Json {
        @Override
        public String kind() {
            return String.valueOf(bool);
        }
    }

    /** Null. */
    record Null(int offset, int end) implements Json {
        @Override
        public String kind() {
            return "null";
        }
    }

    /** An array. */
    record ArrayOf(int offset, int end, List<Json> elements) implements Json {
        @Override
        public String kind() {
            return "array";
        }
    }

    /** An object; its members in the order of the text. */
    final class ObjectOf implements Json {
        private final int offset;
        private final int end;
        private final Map<String, Json> members;
        private final int[] keyOffsets;

        ObjectOf(int offset, int end, Map<String, Json> members, int[] keyOffsets) {
            this.offset = offset;
            this.end = end;
            this.members = members;
            this.keyOffsets = keyOffsets;
        }

        @Override
        public int offset() {
            return offset;
        }

        @Override
        public int end() {
            return end;
        }

        @Override
        public String kind() {
            return "object";
        }

        @Override
        public ObjectOf object() {
            return this;
        }

        /** Its members, by name. */
        public Map<String, Json> members() {
            return members;
        }

        /** Whether it has a member of that name. */
        public boolean has(String key) {
            return members.containsKey(key);
        }

        /** The member of that name, or null. */
        public @Nullable Json get(String key) {
            return members.get(key);
        }

        /** The member of that name, which must be there. */
        public Json need(String key) {
            Json value = members.get(key);
            if (value == null) {
                throw new JsonFormatException(offset, "`" + key + "` is missing", "");
            }
            return value;
        }

        /** Refuses the first member with another name. */
        public void onlyKeys(Collection<String> known) {
            for (String key : members.keySet()) {
                if (!known.contains(key)) {
                    throw new JsonFormatException(keyOffset(key), "unknown key `" + key + "`", listed(known));
                }
            }
        }

        /** Where the name of a member starts. */
        public int keyOffset(String key) {
            Iterator<String> keys = members.keySet().iterator();
            for (int keyOffset : keyOffsets) {
                if (keys.next().equals(key)) {
                    return keyOffset;
                }
            }
            return offset;
        }

        private static String listed(Collection<String> names) {
            StringBuilder out = new StringBuilder();
            int left = names.size();
            for (String name : names) {
                left--;
                out.append('`').append(name).append('`').append(left == 0 ? "" : left == 1 ? " or " : ", ");
            }
            return out.toString();
        }
    }
}
