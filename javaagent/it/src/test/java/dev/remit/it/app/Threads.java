package dev.remit.it.app;

/** An application that says which threads there are. */
public final class Threads {
    private Threads() {}

    public static void main(String[] arguments) {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            System.out.println(thread.getName() + (thread.isDaemon() ? " daemon" : ""));
        }
    }
}
