package dev.remit.engine.policy;

import org.jspecify.annotations.Nullable;

/**
 * Where the guarded application runs, as its operator says: the same for every call. Immutable.
 *
 * @param environment such as {@code production}; null where it is not set
 * @param tenant for whom it runs; null where it is not set
 * @param zone the time zone's id, in which policies ask for hour and weekday
 */
public record Surroundings(
        @Nullable String environment, @Nullable String tenant, String zone) {
    /** Where nothing is said: hours are those of UTC. */
    public static final Surroundings UNKNOWN = new Surroundings(null, null, "UTC");
}
