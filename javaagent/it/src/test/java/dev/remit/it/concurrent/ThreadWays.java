package dev.remit.it.concurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads, and what the JDK runs on one of its own. */
final class ThreadWays {
    private static final Timer TIMER = new Timer(true);

    private ThreadWays() {}

    static List<Way> all() {
        final List<Way> ways = new ArrayList<>(List.of(
                Way.of("thread", work -> new Thread(work).start()),
                Way.of(
                        "thread-subclass",
                        work -> new Thread() {
                            @Override
                            public void run() {
                                work.run();
                            }
                        }.start()),
                Way.of("thread-of-a-thread", work -> new Thread(() -> new Thread(work).start()).start()),
                Way.of(
                        "task-of-a-thread",
                        work -> new Thread(() -> FutureWays.later().thenRun(work)).start()),
                Way.of("timer", work -> TIMER.schedule(task(work, 1), 1)),
                Way.of("periodic-timer", work -> TIMER.schedule(task(work, 3), 1, 1)),
                Way.of("timer-at-fixed-rate", work -> TIMER.scheduleAtFixedRate(task(work, 3), 1, 1))));
        if (Runtime.version().feature() >= 21) {
            addVirtual(ways);
        }
        return ways;
    }

    private static void addVirtual(List<Way> ways) {
        try {
            final Executor perTask = (Executor) Class.forName("java.util.concurrent.Executors")
                    .getMethod("newVirtualThreadPerTaskExecutor")
                    .invoke(null);
            final Executor platform = (Executor) Class.forName("java.util.concurrent.Executors")
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, (ThreadFactory) ExecutorWays::daemon);
            final var start = Thread.class.getMethod("startVirtualThread", Runnable.class);
            ways.add(Way.of("virtual-thread", work -> start.invoke(null, work)));
            ways.add(Way.of(
                    "virtual-thread-of-one",
                    work -> start.invoke(null, (Runnable) () -> {
                        try {
                            start.invoke(null, work);
                        } catch (ReflectiveOperationException e) {
                            throw new IllegalStateException(e);
                        }
                    })));
            ways.add(Way.of("virtual-thread-executor", perTask::execute));
            ways.add(Way.of("thread-per-task-executor", platform::execute));
            ways.add(Way.of(
                    "pool-of-a-virtual-thread",
                    work -> perTask.execute(() -> FutureWays.later().thenRunAsync(work))));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A task that does its work at one of its runs, and then ends. */
    private static TimerTask task(Runnable work, int at) {
        final AtomicInteger runs = new AtomicInteger();
        return new TimerTask() {
            @Override
            public void run() {
                if (runs.incrementAndGet() == at) {
                    work.run();
                    cancel();
                }
            }
        };
    }
}
