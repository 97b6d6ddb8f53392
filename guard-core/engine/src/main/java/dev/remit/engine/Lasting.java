package dev.remit.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Work of a thread that is to last as long as the JVM. Where it ends for lack of memory it is begun again, and again: what has taken the memory may
 * give it back. So the work must be such that it can be begun again, from whatever it was at. Whatever else it throws ends it.
 */
public final class Lasting implements Runnable {
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int DEEPEST_CAUSE = 16;

    private final Runnable work;

    public Lasting(Runnable work) {
        this.work = work;
    }

    @Override
    public void run() {
        while (!isDone()) {
            // Someone may interrupt every thread of the process; this one has nothing to give up.
            Thread.interrupted();
            LockSupport.parkNanos(AGAIN_NS);
        }
    }

    private boolean isDone() {
        try {
            work.run();
            return true;
        } catch (Throwable t) {
            if (!isForLackOfMemory(t)) {
                throw t;
            }
            return false;
        }
    }

    /** Whether something was thrown because there was no memory, by itself or as the cause of what a library made of it. Allocates nothing. */
    public static boolean isForLackOfMemory(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
