package dev.remit.javaagent.premain;

import java.lang.reflect.Method;

/**
 * Runs a thread when the JVM ends, behind every shutdown hook of the application and of other javaagents, which all run at once: what they
 * still do, such as sending what they have gathered, is decided and recorded as before. Stateless.
 */
final class LastHook {
    /** The JDK has 0 for the console, 1 for all the hooks that {@code Runtime} knows and 2 for files to delete. */
    private static final int FIRST_FREE = 3;

    private static final int END = 10;

    private LastHook() {}

    /** Adds it, among the others where the JDK does not let us in. */
    static void add(Thread hook) {
        if (!addLast(new Joined(hook))) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    private static boolean addLast(Runnable hook) {
        try {
            final Method add = Class.forName("java.lang.Shutdown")
                    .getDeclaredMethod("add", int.class, boolean.class, Runnable.class);
            for (int slot = FIRST_FREE; slot < END; slot++) {
                // One that is taken throws.
                if (ReflectiveCall.call(add, null, new Object[] {slot, false, hook}) == null) {
                    return true;
                }
            }
            return false;
        } catch (ReflectiveOperationException | RuntimeException otherJdk) {
            return false;
        }
    }

    /** On a thread of its own: the one that ends the JVM may be interrupted, or near the end of its stack. */
    private static final class Joined implements Runnable {
        private final Thread hook;

        Joined(Thread hook) {
            this.hook = hook;
        }

        @Override
        public void run() {
            hook.start();
            boolean interrupted = false;
            while (hook.isAlive()) {
                try {
                    hook.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
