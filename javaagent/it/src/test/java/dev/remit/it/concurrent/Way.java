package dev.remit.it.concurrent;

import java.util.concurrent.Callable;

/**
 * A way of handing work over.
 *
 * @param name in lower case, with hyphens: a part of the host names that its work asks for
 */
record Way(String name, Hand hand) {
    /** Has {@code work} done on another thread, once, and returns; what it keeps for that is closed by the end of the JVM. */
    interface Hand {
        void over(Runnable work) throws Exception;
    }

    static Way of(String name, Hand hand) {
        return new Way(name, hand);
    }

    /** The same as a callable, which the JDK runs in other ways. */
    static Callable<String> callable(Runnable work) {
        return () -> {
            work.run();
            return "done";
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
