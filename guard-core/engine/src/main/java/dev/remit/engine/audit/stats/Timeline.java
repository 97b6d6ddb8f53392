package dev.remit.engine.audit.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many decisions there were when: at most {@value #MOST} intervals of one width, which grows with the time spanned. Takes times in any
 * order. One thread at a time.
 */
public final class Timeline {
    public static final int MOST = 60;

    private static final long SECOND = 1_000_000_000L;

    /** In seconds; each is a multiple of the one before it. */
    private static final long[] WIDTHS = {
        1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400, 604_800, 2_419_200, 29_030_400, 290_304_000, 2_903_040_000L
    };

    private int width;
    private SortedMap<Long, Interval> intervals = new TreeMap<>();

    void add(long timeNs, boolean denied) {
        long key = Math.floorDiv(timeNs, widthNs());
        intervals.merge(key, new Interval(key * widthNs(), 1, denied ? 1 : 0), Interval::plus);
        while (intervals.lastKey() - intervals.firstKey() >= MOST) {
            widen();
        }
    }

    private void widen() {
        width++;
        SortedMap<Long, Interval> wider = new TreeMap<>();
        intervals.forEach((key, interval) -> {
            long begin = Math.floorDiv(interval.beginNs, widthNs());
            wider.merge(begin, new Interval(begin * widthNs(), interval.decisions, interval.denied), Interval::plus);
        });
        intervals = wider;
    }

    /** The width of each interval, in nanoseconds. */
    public long widthNs() {
        return WIDTHS[width] * SECOND;
    }

    /** All from the first to the last that has a decision, those without one between them too; empty if there is none. */
    public List<Interval> intervals() {
        List<Interval> all = new ArrayList<>();
        if (!intervals.isEmpty()) {
            for (long key = intervals.firstKey(); key <= intervals.lastKey(); key++) {
                all.add(intervals.getOrDefault(key, new Interval(key * widthNs(), 0, 0)));
            }
        }
        return all;
    }

    /**
     * What an interval holds.
     *
     * @param beginNs nanoseconds since the epoch
     * @param decisions in it
     * @param denied how many of them were no permission
     */
    public record Interval(long beginNs, long decisions, long denied) {
        private Interval plus(Interval other) {
            return new Interval(beginNs, decisions + other.decisions, denied + other.denied);
        }
    }
}
