package dev.remit.it.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import javax.management.ObjectName;

/**
 * An application that calls without end while its own policy is replaced: each version in turn permits the call and forbids it,
 * by two policies that carry the version's number. Says how many calls there were, how they were decided and how long they took.
 */
public final class Reloading {
    /** Reading it is the guarded call. */
    public static final String PROBE = "RELOAD_PROBE";

    /** After each of so many versions comes one that can't be used. */
    public static final int BROKEN_EACH = 50;

    private static final int LONGEST_US = 100_000;
    private static final AtomicLong ALLOWED = new AtomicLong();
    private static final AtomicLong DENIED = new AtomicLong();
    private static final AtomicLong SLOWEST_NS = new AtomicLong();
    private static final AtomicLongArray BY_US = new AtomicLongArray(LONGEST_US + 1);

    private static volatile boolean over;

    private Reloading() {}

    /** The text of a version of the policies. */
    public static String version(int number) {
        final String effect = number % 2 == 0 ? "permit" : "forbid";
        return "@id(\"first-" + number + "\") " + effect + " (principal, action, resource);\n@id(\"second-" + number
                + "\") " + effect + " (principal, action, resource);\n";
    }

    /** @param arguments the policy file, the number of versions, the number of callers, their pause in microseconds */
    public static void main(String[] arguments) throws Exception {
        final Path policy = Path.of(arguments[0]);
        final int versions = Integer.parseInt(arguments[1]);
        final long pauseNs = TimeUnit.MICROSECONDS.toNanos(Integer.parseInt(arguments[3]));
        final List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            final Thread caller = new Thread(() -> {
                while (!over) {
                    call();
                    LockSupport.parkNanos(pauseNs);
                }
            });
            caller.setDaemon(true);
            caller.start();
            callers.add(caller);
        }
        for (int number = 1; number <= versions; number++) {
            replace(policy, version(number));
            await(number);
            if (number % BROKEN_EACH == 0) {
                replace(policy, "permit (principal, action resource); // " + number);
                TimeUnit.MILLISECONDS.sleep(500);
                await(number);
            }
        }
        if (versions == 0) {
            TimeUnit.SECONDS.sleep(30);
        }
        over = true;
        for (Thread caller : callers) {
            caller.join();
        }
        System.out.println("allowed=" + ALLOWED + " denied=" + DENIED);
        System.out.println("us: median=" + percentile(0.5) + " 99%=" + percentile(0.99) + " 99.9%=" + percentile(0.999)
                + " 99.99%=" + percentile(0.9999) + " slowest=" + SLOWEST_NS.get() / 1_000 + " above 1 ms="
                + aboveOneMs());
        System.out.println("snapshots=" + snapshots());
    }

    private static boolean call() {
        final long began = System.nanoTime();
        final boolean allowed = System.getenv(PROBE) != null;
        final long took = System.nanoTime() - began;
        (allowed ? ALLOWED : DENIED).incrementAndGet();
        SLOWEST_NS.accumulateAndGet(took, Math::max);
        BY_US.incrementAndGet((int) Math.min(took / 1_000, LONGEST_US));
        return allowed;
    }

    private static void replace(Path policy, String text) throws IOException {
        final Path aside = Files.writeString(policy.resolveSibling(".aside"), text);
        Files.move(aside, policy, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Waits until the version decides. */
    private static void await(int number) throws InterruptedException {
        final long began = System.nanoTime();
        while (call() != (number % 2 == 0)) {
            if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(20)) {
                throw new IllegalStateException("version " + number + " did not come into force");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private static int percentile(double part) {
        final long calls = ALLOWED.get() + DENIED.get();
        long seen = 0;
        for (int us = 0; us <= LONGEST_US; us++) {
            seen += BY_US.get(us);
            if (seen >= calls * part) {
                return us;
            }
        }
        return LONGEST_US;
    }

    private static long aboveOneMs() {
        long count = 0;
        for (int us = 1_000; us <= LONGEST_US; us++) {
            count += BY_US.get(us);
        }
        return count;
    }

    /** How many versions of the policies the heap still holds. */
    private static String snapshots() throws Exception {
        final Object histogram = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        for (String line : histogram.toString().lines().toList()) {
            if (line.contains("dev.remit.engine.policy.PolicySnapshot ")
                    || line.endsWith("dev.remit.engine.policy.PolicySnapshot")) {
                return line.trim().split("\\s+")[1];
            }
        }
        return "none";
    }
}
