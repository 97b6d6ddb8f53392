package dev.remit.it.concurrent;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/** A thread that was started outside any AI agent's work and takes what it runs from a queue of the application's own. */
final class Outside {
    private static final LinkedBlockingQueue<Runnable> QUEUE = new LinkedBlockingQueue<>();

    static {
        final Thread thread = new Thread(Outside::run, "outside");
        thread.setDaemon(true);
        thread.start();
    }

    private Outside() {}

    /** Makes sure that the thread is there. */
    static void start() {}

    /** Has it run there, as nobody's work: an executor of which the guard knows nothing. */
    static Executor executor() {
        return QUEUE::add;
    }

    private static void run() {
        while (true) {
            try {
                QUEUE.take().run();
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
