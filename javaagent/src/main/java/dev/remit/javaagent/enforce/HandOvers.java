package dev.remit.javaagent.enforce;

import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * An AI agent's work that goes on where the JDK runs what it was handed: a task, a dependent of a future, a new thread.
 *
 * <p>Guarantees: what runs a task does the work of whoever handed the task over, and no one else's, whatever its thread is in
 * the midst of; a task that was handed over outside any work takes none along. Outside any work a hand-over costs one look at
 * a thread-local value, and while nothing is handed over anywhere in the JVM so does a run. No task is wrapped: queues,
 * {@code remove} and comparators see the application's own objects. A function that a future is to call is, as the future alone ever sees it.
 *
 * <p>Thread-safe.
 */
public final class HandOvers {
    /** Gives a thread that has not started a thread-local value. */
    interface Bequest {
        <T> void give(Thread heir, ThreadLocal<T> local, T value);
    }

    private final CarriedCalls byTask = new CarriedCalls();
    private final Stacks stacks;
    private final Bequest bequest;

    HandOvers(Stacks stacks, Bequest bequest) {
        this.stacks = stacks;
        this.bequest = bequest;
    }

    /** Whether there is nothing to hand over on this thread, nor anything to take up, nor a call that a task is no part of. */
    boolean isQuiet() {
        final @Nullable CallStack stack = stacks.peek();
        return (stack == null || stack.depth() == 0) && byTask.isEmpty();
    }

    /** Whether this thread does work that would be handed over. */
    public boolean isAtWork() {
        final @Nullable CallStack stack = stacks.peek();
        return stack != null && !stack.isGuarding() && stack.isWork();
    }

    /** The work that this thread does goes on where {@code task} is run. */
    public void handOver(Object task) {
        final @Nullable Carried carried = carried();
        if (carried != null) {
            byTask.add(task, carried);
        }
    }

    /** What was last handed over with {@code task} is not going to be run. */
    public void takeBack(Object task) {
        if (!byTask.isEmpty()) {
            byTask.takeBack(task, stacks.get().carriedKey);
        }
    }

    /** The work that this thread does goes on in a thread that is about to start. */
    public void bequeath(Thread heir) {
        final @Nullable Carried carried = carried();
        if (carried != null) {
            bequest.give(heir, stacks.local(), carried);
        }
    }

    private @Nullable Carried carried() {
        final @Nullable CallStack stack = stacks.peek();
        return stack == null || stack.isGuarding() ? null : stack.handedOver();
    }

    /**
     * A task is about to be run on this thread, and an end follows.
     *
     * @param again whether the same hand-over may be run again
     * @param own whether it is this thread that wants the task done, so that, with nothing handed over, its own work goes on
     */
    public void takeUp(int site, Object task, boolean again, boolean own) {
        final @Nullable CallStack stack = stacks.peek();
        if (stack != null && stack.isGuarding()) {
            return;
        }
        final @Nullable Carried carried = byTask.isEmpty() ? null : find(stack, task, again);
        if (carried != null) {
            stacks.get().detach(site, carried, task);
        } else if (stack != null) {
            goOn(site, stack, own);
        }
    }

    /**
     * Something is about to be run on this thread that was handed over with nothing, and an end follows.
     *
     * @param own whether it is a part of what this thread is in the midst of; else it is no one's
     */
    public void goOn(int site, boolean own) {
        final @Nullable CallStack stack = stacks.peek();
        if (stack != null && !stack.isGuarding()) {
            goOn(site, stack, own);
        }
    }

    private static void goOn(int site, CallStack stack, boolean own) {
        if (stack.depth() == 0) {
            return;
        }
        if (!own && stack.isWork()) {
            stack.detach(site);
        } else {
            stack.absorb(site);
        }
    }

    /**
     * What takes the place of a function of a future's: wherever it is called, the work that this thread does goes on there.
     *
     * @param type the functional interface by which it is called
     */
    Object carrying(Object function, Class<?> type) {
        final @Nullable Carried carried = carried();
        return carried == null ? function : CarryingFunction.of(type, function, carried, stacks);
    }

    private @Nullable Carried find(@Nullable CallStack stack, Object task, boolean again) {
        final IdentityMap.LookUp scratch = stack == null ? new IdentityMap.LookUp() : stack.carriedKey;
        return again ? byTask.get(task, scratch) : byTask.take(task, scratch);
    }

    /** A task's run has ended: what will not be run again is no longer kept. */
    void ended(CallStack stack, Call run) {
        final @Nullable Object task = run.request;
        if (task instanceof Delayed && task instanceof Future<?> future && future.isDone()) {
            byTask.remove(task, stack.carriedKey);
        }
    }
}
