package dev.remit.engine.audit.stats;

/**
 * How long calls took: counts in buckets whose width grows with the value, 32 to each power of two. A quantile is the upper end of its
 * bucket, at most 1/32 (3.2 %) above the true value and never below it; the greatest value is exact. One thread at a time.
 */
public final class Durations {
    private static final int SUB_BITS = 5;
    private static final int SUB = 1 << SUB_BITS;

    private final long[] buckets = new long[(Long.SIZE - SUB_BITS) * SUB];
    private long count;
    private long max;

    void add(long ns) {
        long value = Math.max(0, ns);
        buckets[bucket(value)]++;
        count++;
        max = Math.max(max, value);
    }

    public long count() {
        return count;
    }

    /** The longest, in nanoseconds; 0 if there is none. */
    public long maxNs() {
        return max;
    }

    /** What this share of the calls, above 0 to 1, took at most, in nanoseconds; 0 if there is none. */
    public long quantileNs(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen >= wanted && buckets[i] > 0) {
                return Math.min(max, upperEnd(i));
            }
        }
        return max;
    }

    /** Values below 32 have a bucket each; above, the five bits behind the leading one choose among those of its power. */
    private static int bucket(long value) {
        if (value < SUB) {
            return (int) value;
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
        return (power - SUB_BITS + 1) * SUB + (int) (value >>> power - SUB_BITS) - SUB;
    }

    private static long upperEnd(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int shift = bucket / SUB - 1;
        return ((long) (bucket % SUB + SUB + 1) << shift) - 1;
    }
}
