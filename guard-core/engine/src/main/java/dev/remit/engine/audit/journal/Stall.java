package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.AuditException;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the journal from being written just now and may pass by itself, such as a full disk: it is waited for, and told. For the draining thread; any other
 * may ask for the cause, and ask it to wait no more.
 */
final class Stall {
    /** Between two tries. */
    static final long WAIT_NS = 100_000_000;

    private volatile @Nullable IOException cause;
    private volatile boolean impatient;

    /** Something that fails with an {@link IOException} when it may work later, and can be done again. */
    interface Step<T> {
        T take() throws Exception;
    }

    /** The same without a result. */
    interface Action {
        void take() throws Exception;
    }

    /** Why records are waiting in the ring, or null. */
    @Nullable
    IOException cause() {
        return cause;
    }

    boolean isOver() {
        return cause == null;
    }

    /** Something failed that will be tried again. */
    void begin(IOException e) {
        cause = e;
    }

    /** Something worked. */
    void end() {
        cause = null;
    }

    /** From now on nothing is waited for. */
    void waitNoMore() {
        impatient = true;
    }

    void untilItWorks(Action action) throws Exception {
        Step<Boolean> step = () -> {
            action.take();
            return true;
        };
        untilItWorks(step);
    }

    /** Until then records wait in the ring. An {@link AuditException} is what waiting does not cure. */
    <T> T untilItWorks(Step<T> step) throws Exception {
        while (true) {
            try {
                T result = step.take();
                end();
                return result;
            } catch (AuditException e) {
                throw e;
            } catch (IOException e) {
                if (impatient) {
                    throw e;
                }
                begin(e);
                Thread.interrupted();
                LockSupport.parkNanos(WAIT_NS);
            }
        }
    }
}
