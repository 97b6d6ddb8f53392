package dev.remit.engine.audit;

import java.util.concurrent.ThreadFactory;

/** Makes the threads that write the journal: daemons that have nothing of the thread that makes them. Stateless. */
public final class JournalThreads implements ThreadFactory {
    @Override
    public Thread newThread(Runnable work) {
        // Not inheriting: the application's thread locals are none of its business.
        Thread thread = new Thread(null, work, "remit-journal", 0, false);
        thread.setDaemon(true);
        // Nor would it hand our loader to whoever lists the threads.
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        return thread;
    }
}
