package dev.remit.engine.audit.proof;

import dev.remit.engine.Lasting;
import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands checkpoints to an anchor on a thread of its own: however long that takes, the journal goes on. Of several that wait only the latest is kept, for it
 * proves what the others did. What failed is tried again, until there is a later one. Safe for use by any thread.
 */
public final class Anchoring {
    private static final long AGAIN_NS = 5_000_000_000L;

    private final Anchor anchor;
    private final Thread thread;
    private final AtomicReference<Checkpoint.@Nullable Signed> waiting = new AtomicReference<>();

    private volatile boolean closing;
    private volatile long kept;
    private volatile @Nullable IOException failure;

    /** Starts its thread. */
    public Anchoring(Anchor anchor, ThreadFactory threads) {
        this.anchor = anchor;
        thread = threads.newThread(new Lasting(this::run));
        thread.start();
    }

    /** Takes a checkpoint that the journal has. */
    public void offer(Checkpoint.Signed checkpoint) {
        waiting.set(checkpoint);
        LockSupport.unpark(thread);
    }

    /** Number of the last record that a kept checkpoint covers; 0 for none of this run. */
    public long kept() {
        return kept;
    }

    /** Why the last checkpoint is not kept; null if it is, or waits. */
    public @Nullable IOException failure() {
        return failure;
    }

    /** Waits until what was offered is kept, or has failed once more, but not longer than the time given. Then nothing more is kept. */
    public void close(long timeoutMs) {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(timeoutMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean last = false;
        while (!last) {
            last = closing;
            Checkpoint.Signed next = waiting.getAndSet(null);
            if (next != null) {
                keep(next);
            }
            if (!last && waiting.get() == null) {
                LockSupport.park(this);
            } else if (!last && failure != null) {
                LockSupport.parkNanos(this, AGAIN_NS);
            }
            // Someone may interrupt every thread of the process; this one has nothing to give up.
            Thread.interrupted();
        }
    }

    private void keep(Checkpoint.Signed next) {
        boolean done = false;
        try {
            anchor.keep(next);
            kept = next.checkpoint().sequence();
            failure = null;
            done = true;
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException | LinkageError e) {
            failure = new IOException(e.toString(), e);
        } finally {
            if (!done) {
                waiting.compareAndSet(null, next);
            }
        }
    }
}
