package dev.remit.cedar.check;

import dev.remit.cedar.schema.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What typing an expression found. Immutable.
 *
 * @param type its type; null where nothing can be said
 * @param known the attributes and tags that are there whenever the expression is true; see {@link Shape}
 * @param sound whether neither it nor any part of it has an error
 */
record Answer(@Nullable Type type, Set<String> known, boolean sound) {

    static Answer of(Type type) {
        return new Answer(type, Set.of(), true);
    }

    static Answer of(Type type, Set<String> known) {
        return new Answer(type, known, true);
    }

    static Answer unsound(@Nullable Type type) {
        return new Answer(type, Set.of(), false);
    }

    /** The same, unless one of those it was found from is unsound. */
    Answer after(Answer... parts) {
        for (Answer part : parts) {
            if (!part.sound) {
                return unsound(type);
            }
        }
        return this;
    }

    boolean isTrue() {
        return Type.TRUE.equals(type);
    }

    boolean isFalse() {
        return Type.FALSE.equals(type);
    }
}
