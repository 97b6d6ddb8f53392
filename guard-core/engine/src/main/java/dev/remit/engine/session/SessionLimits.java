package dev.remit.engine.session;

/**
 * How many sessions there are at once, and for how long. Immutable.
 *
 * @param max how many, from 1
 * @param idleMs how long one lives in which nothing is done, in milliseconds
 * @param whenFull what happens to the session that is one too many
 */
public record SessionLimits(int max, long idleMs, WhenFull whenFull) {
    /** What happens when there are as many sessions as there may be, none of them idle for long enough. */
    public enum WhenFull {
        /** What is done in a further session is denied. */
        REFUSE,
        /** The session in which nothing was done for the longest time is closed, and what it had touched is forgotten. */
        CLOSE_IDLEST
    }
}
