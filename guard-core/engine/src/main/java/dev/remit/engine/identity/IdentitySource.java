package dev.remit.engine.identity;

import dev.remit.engine.Lasting;
import dev.remit.engine.config.SpiffeId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the workload's identity up to date by the Workload API, on a daemon thread of its own: opens the streams again whenever they end, with
 * growing waits, and takes attestation away when an SVID expires or the API says so.
 *
 * <p>{@link #current} is for any thread and costs one volatile read. {@link #fetchToken} is for any thread and waits for an answer. What is
 * learned is handled on the one thread, on which the listener is told too.
 */
public final class IdentitySource implements AutoCloseable {
    private static final long CLOSE_MS = 2_000;

    private final IdentitySettings settings;
    private final IdentityListener listener;
    private final ThreadFactory threads;
    private final IdentityTimes times;
    private final @Nullable IdentityTracker tracker;
    private final CountDownLatch answered = new CountDownLatch(1);

    private volatile WorkloadIdentity current;
    private volatile @Nullable IdentityLoop loop;
    private volatile boolean closed;
    private @Nullable Thread thread;

    /** @param threads makes the two threads of a source that has an endpoint: daemons, or they keep the JVM alive */
    public IdentitySource(IdentitySettings settings, IdentityListener listener, ThreadFactory threads) {
        this(settings, listener, threads, IdentityTimes.USUAL);
    }

    IdentitySource(IdentitySettings settings, IdentityListener listener, ThreadFactory threads, IdentityTimes times) {
        this.settings = settings;
        this.listener = listener;
        this.threads = threads;
        this.times = times;
        WorkloadEndpoint endpoint = settings.endpoint();
        this.tracker = endpoint == null ? null : new IdentityTracker(endpoint, settings.configured());
        this.current = tracker == null ? WorkloadIdentity.configured(settings.configured()) : tracker.identity();
    }

    /** The identity now. */
    public WorkloadIdentity current() {
        return current;
    }

    /**
     * Starts, and waits until the Workload API has answered, whatever it says. Without an endpoint there is nothing to start.
     *
     * @param waitMs at most so long, in milliseconds; 0 for not at all
     * @return the identity then
     */
    public synchronized WorkloadIdentity start(long waitMs) {
        if (tracker != null && thread == null && !closed) {
            Thread made = threads.newThread(new Lasting(new Work(tracker)));
            thread = made;
            made.start();
            try {
                answered.await(waitMs, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return current;
    }

    /**
     * Fetches a JWT-SVID and waits for it, for some seconds at most.
     *
     * @param subject one of the workload's own IDs
     * @param audience who it is meant for
     * @throws IdentityException if there is none; the message says why
     */
    public JwtToken fetchToken(SpiffeId subject, String audience) throws IdentityException {
        IdentityLoop running = loop;
        WorkloadApi api = running == null ? null : running.api();
        if (api == null) {
            throw new IdentityException("no JWT-SVID of " + subject + " for " + audience + ": " + current.status());
        }
        return api.fetchToken(subject, audience, times.answerMs());
    }

    /** Ends its threads and the connection. The identity stays what it was, and nobody watches over its expiry any more. */
    @Override
    public synchronized void close() {
        closed = true;
        IdentityLoop running = loop;
        if (running != null) {
            running.wake();
        }
        if (thread != null) {
            try {
                thread.join(CLOSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns false where the listener is to be told once more. */
    boolean publish(WorkloadIdentity next) {
        current = next;
        if (next.state() != IdentityState.WAITING) {
            answered.countDown();
        }
        try {
            listener.changed(next);
            return true;
        } catch (Throwable t) {
            failed(t);
            return !Lasting.isForLackOfMemory(t);
        }
    }

    void failed(Throwable problem) {
        try {
            listener.failed(problem);
        } catch (Throwable again) {
            // Out of memory, most likely, and then there is nobody left to tell. The next try may find some.
        }
    }

    /** Loads what talks gRPC, on the thread that needs it. */
    private final class Work implements Runnable {
        private final IdentityTracker known;

        Work(IdentityTracker known) {
            this.known = known;
        }

        @Override
        public void run() {
            IdentityLoop made = loop;
            if (made == null) {
                made = new IdentityLoop(known, settings, IdentitySource.this, threads, times);
                loop = made;
            }
            made.run();
        }
    }
}
