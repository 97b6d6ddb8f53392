package dev.remit.javaagent.enforce;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * What the guard's code calls at each of its points when it was loaded by a {@link FaultLoader}: counts them on one thread, and throws at one, from one on, or
 * once at each. Used by one thread at a time.
 */
public final class FaultPoints {
    private static volatile Thread armed;
    private static int at;
    private static int last;
    private static volatile int passed;
    private static Supplier<? extends Throwable> fault;

    /** Which places were passed since it was armed, or the last call was let go on: what a loop passes again is the same. */
    private static final boolean[] SEEN = new boolean[1 << 17];

    /** How often each place was passed since each throws. */
    private static final int[] PASSES = new int[SEEN.length];

    /** At which pass each place throws; 0 where they don't. */
    private static int each;

    private static int places;

    private FaultPoints() {}

    /** From now on this thread's points are counted, and those from {@code first} to {@code until} throw; 0 for none. */
    public static void arm(int first, int until, Supplier<? extends Throwable> thrown) {
        passed = 0;
        each = 0;
        at = first;
        last = until;
        fault = thrown;
        Arrays.fill(SEEN, 0, places, false);
        armed = Thread.currentThread();
    }

    /** From now on each place throws, on that thread, once: when it is passed for the so manyth time. */
    public static void armEach(Thread thread, int pass, Supplier<? extends Throwable> thrown) {
        passed = 0;
        each = pass;
        fault = thrown;
        Arrays.fill(PASSES, 0);
        armed = thread;
    }

    /** How many points have thrown, or were passed. */
    public static int passed() {
        return passed;
    }

    /** What follows is the test's own. */
    public static void pause() {
        armed = null;
    }

    /** What follows is the guard's again, and another part of the call: each place counts anew. */
    public static void goOn() {
        Arrays.fill(SEEN, 0, places, false);
        armed = Thread.currentThread();
    }

    /** Ends it; how many points were passed. */
    public static int disarm() {
        armed = null;
        return passed;
    }

    /** The number of a further place in the guard's code. */
    static synchronized int place() {
        return places++;
    }

    /** A point of the guard's code. */
    public static void point(int place) {
        if (armed != Thread.currentThread()) {
            return;
        }
        if (each > 0) {
            if (++PASSES[place] == each) {
                passed++;
                throw FaultPoints.<RuntimeException>sneaky(fault.get());
            }
            return;
        }
        final boolean counts = !SEEN[place];
        if (counts) {
            SEEN[place] = true;
            passed++;
        }
        if (passed >= at && passed <= last && (counts || last == Integer.MAX_VALUE)) {
            throw FaultPoints.<RuntimeException>sneaky(fault.get());
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T sneaky(Throwable t) throws T {
        throw (T) t;
    }
}
