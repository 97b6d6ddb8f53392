package dev.remit.engine.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Hears what a source tells, and waits for what is to come. */
final class Watched implements IdentityListener {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    final List<Throwable> failures = new ArrayList<>();
    private final LinkedBlockingQueue<WorkloadIdentity> told = new LinkedBlockingQueue<>();

    @Override
    public void changed(WorkloadIdentity identity) {
        assertThat(Thread.currentThread().getName()).isEqualTo("identity-test");
        told.add(identity);
    }

    @Override
    public synchronized void failed(Throwable problem) {
        failures.add(problem);
    }

    /** The next identity in a state; the ones before it are passed over. */
    WorkloadIdentity next(IdentityState state) throws InterruptedException {
        return next(state.name(), identity -> identity.state() == state);
    }

    /** The next identity that is as wanted. */
    WorkloadIdentity next(String wanted, Predicate<WorkloadIdentity> isWanted) throws InterruptedException {
        List<WorkloadIdentity> passed = new ArrayList<>();
        long began = System.nanoTime();
        while (true) {
            WorkloadIdentity next = told.poll(PATIENCE_NS - (System.nanoTime() - began), TimeUnit.NANOSECONDS);
            if (next == null) {
                return fail("nothing came that is " + wanted + ", but " + passed + ", failures " + failures);
            }
            if (isWanted.test(next)) {
                return next;
            }
            passed.add(next);
        }
    }
}
