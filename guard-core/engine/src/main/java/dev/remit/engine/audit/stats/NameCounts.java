package dev.remit.engine.audit.stats;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each name came. Counts the first {@value #MOST} distinct names one by one and all later ones together as others, so that an AI
 * agent that makes names up can't fill the memory. One thread at a time.
 */
public final class NameCounts {
    public static final int MOST = 4096;

    private static final Comparator<Count> HIGHEST_FIRST =
            Comparator.comparingLong(Count::times).reversed().thenComparing(Count::name);

    private final Map<String, long[]> counts = new HashMap<>();
    private long all;

    void add(String name) {
        all++;
        long[] count = counts.get(name);
        if (count == null) {
            if (counts.size() == MOST) {
                return;
            }
            count = new long[1];
            counts.put(name, count);
        }
        count[0]++;
    }

    /** The most frequent names, the first of them the most frequent. */
    public List<Count> top(int most) {
        return counts.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()[0]))
                .sorted(HIGHEST_FIRST)
                .limit(most)
                .toList();
    }

    /** How often any name came. */
    public long all() {
        return all;
    }

    /** How often a name came. */
    public record Count(String name, long times) {}
}
