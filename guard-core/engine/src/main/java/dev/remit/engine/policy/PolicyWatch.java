package dev.remit.engine.policy;

import dev.remit.engine.Lasting;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the policy files again and again, and makes a new version ready when they have changed: read, compiled and tried
 * aside, on this thread.
 *
 * <p>Plain looks, no file system events: those need a thread of their own in native code, miss changes on network file systems,
 * and see nothing behind a link, which is how Kubernetes brings a new ConfigMap.
 *
 * <p>A change is taken when two looks in a row have read the same: a file may be half-written at the first. While something is
 * new, a look follows the one before after {@value #QUICK_MS} ms, not after the interval. A version that is rejected for lack of memory is tried again, with growing
 * waits.
 *
 * <p>One thread at a time.
 */
public final class PolicyWatch implements Runnable {
    static final long QUICK_MS = 100;

    private static final long QUICK_NS = TimeUnit.MILLISECONDS.toNanos(QUICK_MS);

    /**
     * How long files that have changed are looked at closely; their contents are read once more at its end. File systems tell
     * times in ticks of up to 2 s, so that a second change may leave the times as they are.
     */
    private static final long CLOSE_NS = TimeUnit.SECONDS.toNanos(2);

    /** Looks take at most one part of so many of the time: of thousands of files, or of files that are far away. */
    private static final int SHARE = 20;

    /** After how long a version that found no memory is tried again, from the first time to the last. */
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long LATEST_AGAIN_NS = TimeUnit.MINUTES.toNanos(10);

    private final PolicyLoader loader;
    private final long intervalNs;
    private final Listener listener;
    private final Consumer<PolicySnapshot> trial;

    private LoadedPolicy inForce;
    private boolean lastRejected;

    /** What was seen when a version was last taken or rejected. */
    private Seen settled;

    /** What the last look read, where that is something new. */
    private @Nullable Seen pending;

    private @Nullable FileStamps stamps;
    private long lookedNs;
    private boolean close;
    private long closeSinceNs;

    /** When the version that was rejected is tried again: so long after that; 0 for not at all. */
    private long againNs;

    private long againSinceNs;

    /** Who is told what was found, on the watching thread. */
    public interface Listener {
        /**
         * A version is ready and is to be put in force. It is the one that is in force already where the files have come back to
         * it after a version that was rejected.
         */
        void loaded(LoadedPolicy policy);

        /** The files hold a version that can't be used; the one in force stays. */
        void rejected(PolicyLoadException problem);

        /** A look failed in a way that is none of the files' doing. There will be others. */
        void failed(Throwable problem);
    }

    /**
     * @param inForce the version that was loaded at the start
     * @param intervalMs time between two looks, in milliseconds
     */
    public PolicyWatch(PolicyLoader loader, LoadedPolicy inForce, long intervalMs, Listener listener) {
        this(loader, inForce, intervalMs, listener, SnapshotTrial::run);
    }

    /** @param trial throws what deciding by a snapshot throws */
    PolicyWatch(
            PolicyLoader loader,
            LoadedPolicy inForce,
            long intervalMs,
            Listener listener,
            Consumer<PolicySnapshot> trial) {
        this.loader = loader;
        this.inForce = inForce;
        this.intervalNs = TimeUnit.MILLISECONDS.toNanos(intervalMs);
        this.listener = listener;
        this.trial = trial;
        this.settled = new Seen(inForce.input(), null);
    }

    /** Looks for as long as the JVM runs. */
    @Override
    @SuppressWarnings("InfiniteLoopStatement")
    public void run() {
        while (true) {
            boolean soon = false;
            try {
                soon = look(System.nanoTime());
            } catch (Throwable t) {
                // An Error too: whatever it is, the next change must not be missed for it.
                tell(t);
            }
            pause(Math.max(soon ? Math.min(QUICK_NS, intervalNs) : intervalNs, SHARE * lookedNs));
        }
    }

    private void tell(Throwable problem) {
        try {
            listener.failed(problem);
        } catch (Throwable again) {
            // Out of memory, most likely, and then there is nobody left to tell. The next look may find some.
        }
    }

    private static void pause(long ns) {
        final long began = System.nanoTime();
        for (long left = ns; left > 0; left = ns - (System.nanoTime() - began)) {
            // Someone may interrupt every thread of the process; this one has nothing to give up.
            Thread.interrupted();
            LockSupport.parkNanos(left);
        }
    }

    /**
     * One look.
     *
     * @return whether the next one should follow soon
     */
    boolean look(long nowNs) {
        final long began = System.nanoTime();
        final FileStamps now = loader.stamps();
        final boolean moved = !now.equals(stamps);
        final boolean closeEnds = close && nowNs - closeSinceNs >= CLOSE_NS;
        if (moved) {
            stamps = now;
            close = true;
            closeSinceNs = nowNs;
        }
        final boolean again = againNs > 0 && nowNs - againSinceNs >= againNs;
        final @Nullable Seen seen = moved || closeEnds || again || pending != null ? read() : null;
        if (closeEnds && !moved) {
            // Only now: where there was no memory to read them, they are still to be looked at.
            close = false;
        }
        lookedNs = System.nanoTime() - began;
        if (seen != null) {
            compare(seen, nowNs, again);
        }
        return close || pending != null;
    }

    private void compare(Seen seen, long nowNs, boolean again) {
        if (seen.equals(settled)) {
            pending = null;
            if (again) {
                settle(seen, nowNs);
            }
        } else if (seen.equals(pending)) {
            againNs = 0;
            settle(seen, nowNs);
            settled = seen;
            pending = null;
        } else {
            pending = seen;
        }
    }

    private Seen read() {
        try {
            return new Seen(loader.read(), null);
        } catch (PolicyLoadException e) {
            return new Seen(null, e.text());
        }
    }

    private void settle(Seen seen, long nowNs) {
        final long waited = againNs;
        againNs = 0;
        try {
            LoadedPolicy next = ready(seen);
            final boolean same =
                    next.snapshot().hash().equals(inForce.snapshot().hash());
            if (same) {
                // Entities that are only written in another way. What decides stays the same object: its caches are
                // warm.
                next = new LoadedPolicy(next.input(), inForce.snapshot());
            }
            if (!same || lastRejected) {
                listener.loaded(next);
            }
            inForce = next;
            lastRejected = false;
        } catch (PolicyLoadException e) {
            if (Lasting.isForLackOfMemory(e)) {
                // It may be a version that takes all there is; or the application has just now.
                againNs = waited == 0 ? AGAIN_NS : Math.min(2 * waited, LATEST_AGAIN_NS);
                againSinceNs = nowNs;
            }
            if (waited == 0) {
                lastRejected = true;
                listener.rejected(e);
            }
        } catch (Throwable t) {
            // Whoever was to be told has not heard of it.
            againNs = waited == 0 ? AGAIN_NS : waited;
            againSinceNs = nowNs;
            throw t;
        }
    }

    /** Makes a version ready, or says why it can't be used. */
    private LoadedPolicy ready(Seen seen) throws PolicyLoadException {
        if (seen.input == null) {
            throw new PolicyLoadException(String.valueOf(seen.problem), null);
        }
        if (seen.input.equals(inForce.input())) {
            return inForce;
        }
        @Nullable String hash = null;
        try {
            final LoadedPolicy next = loader.compile(seen.input);
            hash = next.snapshot().hash();
            trial.accept(next.snapshot());
            next.snapshot().warm(inForce.snapshot());
            return next;
        } catch (PolicyLoadException e) {
            throw e;
        } catch (Throwable t) {
            // An Error too: a version that overflows the stack or the heap is one that can't be used.
            throw new PolicyLoadException(
                    hash == null
                            ? "the policies can't be made ready: " + t
                            : "the policies can't be used: a decision by them throws " + t,
                    t,
                    hash);
        }
    }

    /** What a look found in the files: texts, or why they can't be read. */
    private record Seen(
            @Nullable PolicyInput input, @Nullable String problem) {}
}
