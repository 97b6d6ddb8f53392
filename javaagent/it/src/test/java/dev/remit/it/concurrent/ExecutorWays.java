package dev.remit.it.concurrent;

import static dev.remit.it.concurrent.Way.callable;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Executors of the JDK. One thread each, shared by all sessions: what one task leaves behind the next would show. */
final class ExecutorWays {
    private static final ExecutorService FIXED = Executors.newFixedThreadPool(1, ExecutorWays::daemon);
    private static final ExecutorService CACHED = Executors.newCachedThreadPool(ExecutorWays::daemon);
    private static final ExecutorService SINGLE = Executors.newSingleThreadExecutor(ExecutorWays::daemon);
    private static final ScheduledExecutorService SCHEDULED =
            Executors.newSingleThreadScheduledExecutor(ExecutorWays::daemon);
    private static final ForkJoinPool FORK_JOIN = new ForkJoinPool(1);

    private ExecutorWays() {}

    /** Starts threads as many a factory does: the worker is wrapped, so that nothing in the thread shows what it is. */
    static Thread daemon(Runnable worker) {
        final Thread thread = new Thread(() -> worker.run());
        thread.setDaemon(true);
        return thread;
    }

    static List<Way> all() {
        final List<Way> ways = new ArrayList<>(List.of(
                Way.of("execute", FIXED::execute),
                Way.of("submit-runnable", FIXED::submit),
                Way.of("submit-callable", work -> FIXED.submit(callable(work))),
                Way.of("invoke-all", work -> FIXED.invokeAll(List.of(callable(work)))),
                Way.of("invoke-any", work -> FIXED.invokeAny(List.of(callable(work)))),
                Way.of("cached-pool", CACHED::execute),
                Way.of("single-thread-executor", SINGLE::execute),
                Way.of(
                        "completion-service",
                        work -> new ExecutorCompletionService<String>(FIXED).submit(callable(work))),
                Way.of("own-subclass", work -> new OwnPool().execute(work)),
                Way.of("from-a-task", work -> FIXED.execute(() -> CACHED.execute(work))),
                Way.of("schedule", work -> SCHEDULED.schedule(work, 1, MILLISECONDS)),
                Way.of("schedule-callable", work -> SCHEDULED.schedule(callable(work), 1, MILLISECONDS)),
                Way.of("scheduled-execute", SCHEDULED::execute),
                Way.of(
                        "fixed-rate",
                        work -> atThird(runs -> SCHEDULED.scheduleAtFixedRate(runs, 1, 1, MILLISECONDS), work)),
                Way.of(
                        "fixed-delay",
                        work -> atThird(runs -> SCHEDULED.scheduleWithFixedDelay(runs, 1, 1, MILLISECONDS), work)),
                Way.of("decorated-schedule", work -> new Decorating().schedule(work, 1, MILLISECONDS)),
                Way.of("fork-join-execute", FORK_JOIN::execute),
                Way.of("fork-join-submit", FORK_JOIN::submit),
                Way.of("fork-join-submit-callable", work -> FORK_JOIN.submit(callable(work))),
                Way.of("fork-join-invoke", work -> FORK_JOIN.invoke(ForkJoinTask.adapt(work))),
                Way.of("fork-join-invoke-all", work -> FORK_JOIN.invokeAll(List.of(callable(work)))),
                Way.of("common-pool-fork", work -> ForkJoinTask.adapt(work).fork()),
                Way.of("recursive-fork", work -> new ForkJoinPool(2).execute(new Forking(work, 5))),
                Way.of(
                        "work-stealing-pool",
                        work -> Executors.newWorkStealingPool(1).execute(work)),
                Way.of("parallel-stream", ExecutorWays::onAnotherThreadOfAStream)));
        addLater(ways);
        return ways;
    }

    /** What only later JDKs have. */
    private static void addLater(List<Way> ways) {
        if ((Object) FORK_JOIN instanceof ScheduledExecutorService scheduled) {
            ways.add(Way.of("fork-join-schedule", work -> scheduled.schedule(work, 1, MILLISECONDS)));
            ways.add(Way.of(
                    "fork-join-fixed-rate",
                    work -> atThird(runs -> scheduled.scheduleAtFixedRate(runs, 1, 1, MILLISECONDS), work)));
        }
        try {
            final Method external = ForkJoinPool.class.getMethod("externalSubmit", ForkJoinTask.class);
            ways.add(Way.of("fork-join-external-submit", work -> external.invoke(FORK_JOIN, ForkJoinTask.adapt(work))));
        } catch (NoSuchMethodException earlier) {
            return;
        }
    }

    private interface Periodic {
        ScheduledFuture<?> start(Runnable runs);
    }

    /** A periodic task that does its work at its third run, and then ends. */
    private static void atThird(Periodic periodic, Runnable work) {
        final AtomicInteger runs = new AtomicInteger();
        final AtomicReference<ScheduledFuture<?>> self = new AtomicReference<>();
        self.set(periodic.start(() -> {
            if (runs.incrementAndGet() == 3) {
                work.run();
            } else if (runs.get() > 3) {
                final Future<?> future = self.get();
                if (future != null) {
                    future.cancel(false);
                }
            }
        }));
    }

    private static void onAnotherThreadOfAStream(Runnable work) {
        final Thread caller = Thread.currentThread();
        final AtomicInteger done = new AtomicInteger();
        IntStream.range(0, 64).parallel().forEach(i -> {
            if (Thread.currentThread() != caller) {
                if (done.getAndIncrement() == 0) {
                    work.run();
                }
                return;
            }
            // Leaves something for the others.
            for (int waited = 0; waited < 100 && done.get() == 0; waited++) {
                pause();
            }
        });
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An executor that compares the very tasks it was given. */
    private static final class OwnPool extends ThreadPoolExecutor {
        OwnPool() {
            super(
                    1,
                    1,
                    1,
                    MILLISECONDS,
                    new PriorityBlockingQueue<>(4, Comparator.comparing(task -> ((Object) task).hashCode())),
                    ExecutorWays::daemon);
            allowCoreThreadTimeOut(true);
        }
    }

    private static final class Decorating extends ScheduledThreadPoolExecutor {
        Decorating() {
            super(1, ExecutorWays::daemon);
        }

        @Override
        protected <V> RunnableScheduledFuture<V> decorateTask(Runnable runnable, RunnableScheduledFuture<V> task) {
            return new Decorated<>(task);
        }
    }

    private record Decorated<V>(RunnableScheduledFuture<V> task) implements RunnableScheduledFuture<V> {
        @Override
        public boolean isPeriodic() {
            return task.isPeriodic();
        }

        @Override
        public void run() {
            task.run();
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            return task.cancel(mayInterrupt);
        }

        @Override
        public boolean isCancelled() {
            return task.isCancelled();
        }

        @Override
        public boolean isDone() {
            return task.isDone();
        }

        @Override
        public V get() throws InterruptedException, ExecutionException {
            return task.get();
        }

        @Override
        public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
            return task.get(timeout, unit);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return task.getDelay(unit);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(MILLISECONDS), other.getDelay(MILLISECONDS));
        }
    }

    /** Forks itself {@code depth} times before it works. */
    private static final class Forking extends RecursiveAction {
        private static final long serialVersionUID = 1L;
        private final transient Runnable work;
        private final int depth;

        Forking(Runnable work, int depth) {
            this.work = work;
            this.depth = depth;
        }

        @Override
        protected void compute() {
            if (depth == 0) {
                work.run();
            } else {
                final Forking child = new Forking(work, depth - 1);
                child.fork();
                child.join();
            }
        }
    }
}
