package dev.remit.engine.identity;

import dev.remit.engine.UnsafeWarning;
import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.stub.StreamObserver;
import io.spiffe.workloadapi.grpc.Workload.JWTBundlesResponse;
import io.spiffe.workloadapi.grpc.Workload.X509SVIDResponse;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The work of an {@link IdentitySource}: connect, listen until the stream of SVIDs ends, wait, again. gRPC runs its callbacks on this thread, between
 * two of its steps, so that nothing here is shared. Where there is no memory it may be run again, and goes on.
 */
final class IdentityLoop implements Runnable {
    /** So often the clock is looked at, which someone may set. */
    private static final long TICK_MS = 1_000;

    private final WorkloadEndpoint endpoint;
    private final IdentitySettings settings;
    private final IdentitySource source;
    private final ThreadFactory threads;
    private final IdentityTimes times;
    private final IdentityTracker tracker;
    private final Backoff backoff;
    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();

    private @Nullable NioEventLoopGroup io;
    private JWTBundlesResponse lastBundles = JWTBundlesResponse.getDefaultInstance();
    private boolean untold;
    private volatile @Nullable WorkloadApi api;

    IdentityLoop(
            IdentityTracker tracker,
            IdentitySettings settings,
            IdentitySource source,
            ThreadFactory threads,
            IdentityTimes times) {
        this.endpoint = tracker.endpoint();
        this.settings = settings;
        this.source = source;
        this.threads = threads;
        this.times = times;
        this.tracker = tracker;
        this.backoff = backoff();
    }

    /** The connection; null while there is none. For any thread. */
    @Nullable
    WorkloadApi api() {
        return api;
    }

    /** Makes the loop look whether it is closed. For any thread. */
    void wake() {
        work.add(() -> {});
    }

    @Override
    public void run() {
        while (!source.isClosed()) {
            long began = System.nanoTime();
            try {
                connect();
            } catch (Throwable t) {
                // An Error too: an identity that nobody watches over any more would stay attested for ever.
                source.failed(t);
                tracker.lost(t.toString());
            }
            long until = System.nanoTime() + backoff.next(System.nanoTime() - began);
            do {
                step(until - System.nanoTime());
            } while (until - System.nanoTime() > 0 && !source.isClosed());
        }
        if (io != null) {
            io.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly(TICK_MS);
        }
    }

    /** Listens to the API until it is lost. */
    private void connect() throws IOException {
        String unreachable = endpoint.unreachable();
        if (unreachable != null) {
            tracker.lost(unreachable);
            return;
        }
        if (io == null || io.isShuttingDown()) {
            UnsafeWarning.silence();
            io = new NioEventLoopGroup(1, threads);
        }
        X509Watch svids = new X509Watch();
        BundlesWatch bundles = new BundlesWatch();
        try (WorkloadApi connected = new WorkloadApi(endpoint, io, work::add)) {
            api = connected;
            connected.watchX509Svids(svids);
            long answerBy = System.nanoTime() + ns(times.answerMs());
            while (!svids.ended && !source.isClosed()) {
                bundles.keepOpen(connected);
                step(ns(TICK_MS));
                if (!svids.answered && !svids.ended && System.nanoTime() - answerBy >= 0) {
                    tracker.lost("it gives no answer within " + times.answerMs() + " ms");
                    svids.ended = true;
                } else if (svids.answered && tracker.state() == IdentityState.EXPIRED) {
                    // A stream that brings no new SVID in time may have lost its other end; a new one has its time to
                    // answer.
                    svids.ended = true;
                }
            }
        } finally {
            api = null;
            svids.ended = true;
            bundles.ended = true;
        }
    }

    /** Waits for something to do and does it, sees whether something has expired, and tells what has changed. */
    private void step(long waitNs) {
        publish();
        long untilExpiryMs = Math.max(0, tracker.nextExpiryMs() - System.currentTimeMillis());
        long ns = Math.min(waitNs, ns(Math.min(untilExpiryMs, TICK_MS)));
        try {
            Runnable next = work.poll(ns, TimeUnit.NANOSECONDS);
            while (next != null) {
                next.run();
                next = work.poll();
            }
        } catch (InterruptedException e) {
            // Someone may interrupt every thread of the process; this one has nothing to give up.
        }
        tracker.tick(System.currentTimeMillis());
        publish();
    }

    private void publish() {
        untold |= tracker.hasChanged();
        if (untold) {
            untold = !source.publish(tracker.identity());
        }
    }

    private Backoff backoff() {
        return new Backoff(ns(times.firstWaitMs()), ns(times.longestWaitMs()));
    }

    private static long ns(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }

    /** What an end means, as the rest of a sentence about the API. */
    private static String reason(Throwable end) {
        Status status = Status.fromThrowable(end);
        Throwable cause = status.getCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = status.getCode()
                + (status.getDescription() == null ? "" : ": " + status.getDescription())
                + (cause == null ? "" : " (" + cause.getMessage() + ")");
        return switch (status.getCode()) {
            case UNIMPLEMENTED, INTERNAL, UNKNOWN -> text + "; is it a Workload API that listens there?";
            case UNAVAILABLE -> text + "; does the SPIRE agent run, and may this user open its socket?";
            default -> text;
        };
    }

    /** The stream of SVIDs. What comes after its end is of a connection that is closed already. */
    private final class X509Watch implements StreamObserver<X509SVIDResponse> {
        private boolean answered;
        private boolean ended;

        @Override
        public void onNext(X509SVIDResponse message) {
            if (ended) {
                return;
            }
            answered = true;
            try {
                tracker.attested(X509Update.of(message, settings, System.currentTimeMillis()));
            } catch (IdentityException e) {
                tracker.invalid(String.valueOf(e.getMessage()));
                ended = true;
            }
        }

        @Override
        public void onError(Throwable end) {
            if (ended) {
                return;
            }
            ended = true;
            Status status = Status.fromThrowable(end);
            if (status.getCode() == Status.Code.PERMISSION_DENIED) {
                tracker.denied(String.valueOf(status.getDescription()));
                lastBundles = JWTBundlesResponse.getDefaultInstance();
            } else {
                tracker.lost(reason(end));
            }
        }

        @Override
        public void onCompleted() {
            if (!ended) {
                ended = true;
                tracker.lost("it has ended the stream");
            }
        }
    }

    /** The stream of JWT bundles, opened again on the same connection. Those who have none are well attested without. */
    private final class BundlesWatch implements StreamObserver<JWTBundlesResponse> {
        private final Backoff again = backoff();
        private boolean open;
        private boolean ended;
        private long openedNs;
        private long nextNs = System.nanoTime();

        void keepOpen(WorkloadApi connected) {
            if (!open && !ended && System.nanoTime() - nextNs >= 0) {
                open = true;
                openedNs = System.nanoTime();
                connected.watchJwtBundles(this);
            }
        }

        @Override
        public void onNext(JWTBundlesResponse message) {
            if (ended || message.equals(lastBundles)) {
                return;
            }
            try {
                trust(message, JwtBundles.of(message));
            } catch (IdentityException e) {
                source.failed(e);
                trust(message, JwtBundles.NONE);
            }
        }

        @Override
        public void onError(Throwable end) {
            if (!ended && Status.fromThrowable(end).getCode() == Status.Code.PERMISSION_DENIED) {
                trust(JWTBundlesResponse.getDefaultInstance(), JwtBundles.NONE);
            }
            onCompleted();
        }

        private void trust(JWTBundlesResponse message, JwtBundles bundles) {
            lastBundles = message;
            tracker.trusted(bundles);
        }

        @Override
        public void onCompleted() {
            open = false;
            nextNs = System.nanoTime() + again.next(System.nanoTime() - openedNs);
        }
    }
}
