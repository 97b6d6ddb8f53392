package dev.remit.cedar.schema;

import dev.remit.cedar.parse.NearestName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What someone may have meant who wrote a name that stands for nothing. Stateless. */
final class Suggestion {
    /** So that hostile schemas don't make their own errors dear. */
    private static final int MAX_NAMES = 1_000;

    /** No name that is farther off in its length is near. */
    private static final int MAX_LENGTH_DIFFERENCE = 3;

    private Suggestion() {}

    /**
     * The same name in another namespace, else a name of a few letters' difference; null for none.
     *
     * @param namespace where the name was written, so that those of its own need no namespace; empty for none
     * @param wholeNames the names that there are
     */
    static @Nullable String of(String namespace, String written, List<String> wholeNames) {
        String simple = simple(written);
        String elsewhere = null;
        List<String> names = new ArrayList<>();
        for (String name : wholeNames) {
            if (simple(name).equals(simple) && (elsewhere == null || name.compareTo(elsewhere) < 0)) {
                elsewhere = name;
            }
            boolean own = name.equals(namespace + "::" + simple(name));
            names.add(own ? simple(name) : name);
        }
        return elsewhere == null ? near(written, names) : elsewhere;
    }

    /** The name of a few letters' difference, or null. */
    static @Nullable String near(String written, List<String> names) {
        List<String> candidates = new ArrayList<>();
        for (String name : names) {
            if (Math.abs(name.length() - written.length()) <= MAX_LENGTH_DIFFERENCE) {
                candidates.add(name);
            }
        }
        Collections.sort(candidates);
        return candidates.size() > MAX_NAMES ? null : NearestName.near(written, candidates);
    }

    private static String simple(String wholeName) {
        return wholeName.substring(wholeName.lastIndexOf(':') + 1);
    }
}
