package dev.remit.engine.identity;

/**
 * How long a source waits, in milliseconds.
 *
 * @param answerMs for the answer to a call
 * @param firstWaitMs before the second try
 * @param longestWaitMs before any other
 */
record IdentityTimes(long answerMs, long firstWaitMs, long longestWaitMs) {
    static final IdentityTimes USUAL = new IdentityTimes(5_000, 100, 10_000);
}
