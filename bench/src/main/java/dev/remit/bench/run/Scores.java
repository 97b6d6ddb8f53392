package dev.remit.bench.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the harness found, by names that a part gives it. */
public final class Scores {
    private final Map<String, Score> byName = new HashMap<>();

    /** Adds what was found. */
    public void add(List<Score> scores, Function<Score, String> name) {
        scores.forEach(score -> byName.put(name.apply(score), score));
    }

    /** Whether there is such a one. */
    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** The one of this name; that there is none is a fault of the part. */
    public Score get(String name) {
        final @Nullable Score score = byName.get(name);
        if (score == null) {
            throw new IllegalStateException("not measured: " + name + "; measured: " + byName.keySet());
        }
        return score;
    }
}
