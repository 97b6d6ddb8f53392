package dev.remit.bench.start;

import java.lang.management.ManagementFactory;

/** An application that does nothing. Prints when its first line ran, and how many classes were loaded until the end. */
public final class FirstLine {
    private FirstLine() {}

    /** See the class. */
    public static void main(String[] args) {
        final long now = System.nanoTime();
        System.out.println(now);
        System.out.println(ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
    }
}
