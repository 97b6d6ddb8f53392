package dev.remit.bench.report;

/**
 * What was to be reached.
 *
 * @param what was measured
 * @param limit that it may not exceed; where {@code atLeast}, not fall below
 * @param why it is what it is, where it is missed
 */
public record Goal(String what, Figure seen, double limit, boolean atLeast, String why) {
    /** Where a missed goal is explained that says nothing of its own. */
    private static final String ELSEWHERE = "see docs/performance.md";

    /** One that is not to be exceeded. */
    public static Goal atMost(String what, Figure seen, double limit) {
        return atMost(what, seen, limit, ELSEWHERE);
    }

    /** One that is not to be exceeded, with the reason why it may be. */
    public static Goal atMost(String what, Figure seen, double limit, String why) {
        return new Goal(what, seen, limit, false, why);
    }

    /** One that is not to be fallen below. */
    public static Goal atLeast(String what, Figure seen, double limit) {
        return atLeast(what, seen, limit, ELSEWHERE);
    }

    /** One that is not to be fallen below, with the reason why it may be. */
    public static Goal atLeast(String what, Figure seen, double limit, String why) {
        return new Goal(what, seen, limit, true, why);
    }

    /** Whether it is reached. */
    boolean isMet() {
        return atLeast ? seen.value() >= limit : seen.value() <= limit;
    }

    /** Met, or by how much it is missed; or that noise is all there was to see. */
    String verdict() {
        if (isMet()) {
            return "met";
        }
        if (Double.isNaN(seen.value())) {
            return "not to be told";
        }
        final String noise = Math.abs(seen.value() - limit) <= seen.noise() ? ", within its noise" : "";
        final double ratio = atLeast ? limit / seen.value() : seen.value() / limit;
        return limit == 0 || ratio <= 0
                ? "missed by " + seen.unit().format(Math.abs(seen.value() - limit)) + noise
                : "missed: " + Unit.TIMES.format(ratio) + noise;
    }
}
