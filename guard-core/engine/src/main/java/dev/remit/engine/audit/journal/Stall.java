package dev.remit.engine.audit.journal;

import dev.remit.engine.Lasting;
import dev.remit.engine.audit.AuditException;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the journal from being written just now and may pass by itself, such as a full disk or a full heap: it is waited for, and told. For the draining
 * thread; any other may ask for the cause, and ask it to wait no more. Allocates nothing: there may be no memory.
 */
final class Stall {
    /** Between two tries. */
    static final long WAIT_NS = 100_000_000;

    private volatile @Nullable Throwable cause;
    private volatile boolean impatient;

    Stall() {
        // What is asked for the first time when there is no memory would find none to load its class.
        mayPass(new IOException());
    }

    /** Something that can be done again when it failed. */
    interface Step<T> {
        T take() throws Exception;
    }

    /** The same without a result. */
    interface Action {
        void take() throws Exception;
    }

    /** Why records are waiting in the ring, or null. */
    @Nullable
    Throwable cause() {
        return cause;
    }

    boolean isOver() {
        return cause == null;
    }

    /** Whether what failed so may work later. An {@link AuditException} is what waiting does not cure. */
    static boolean mayPass(Throwable t) {
        return Lasting.isForLackOfMemory(t) || (t instanceof IOException && !(t instanceof AuditException));
    }

    /** Something failed that will be tried again. */
    void begin(Throwable t) {
        cause = t;
    }

    /** Something worked. */
    void end() {
        cause = null;
    }

    /** From now on nothing is waited for. */
    void waitNoMore() {
        impatient = true;
    }

    /** Waits until the next try is due, where one may help; else returns false at once. */
    boolean waits(Throwable t) {
        if (impatient || !mayPass(t)) {
            return false;
        }
        begin(t);
        pause();
        return true;
    }

    static void pause() {
        // Someone may interrupt every thread of the process; this one has nothing to give up.
        Thread.interrupted();
        LockSupport.parkNanos(WAIT_NS);
    }

    void untilItWorks(Action action) throws Exception {
        while (true) {
            try {
                action.take();
                end();
                return;
            } catch (Throwable t) {
                if (!waits(t)) {
                    throw t;
                }
            }
        }
    }

    /** Until then records wait in the ring. */
    <T> T untilItWorks(Step<T> step) throws Exception {
        while (true) {
            try {
                T result = step.take();
                end();
                return result;
            } catch (Throwable t) {
                if (!waits(t)) {
                    throw t;
                }
            }
        }
    }
}
