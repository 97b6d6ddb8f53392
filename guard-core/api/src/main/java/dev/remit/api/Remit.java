package dev.remit.api;

/** The guard of this JVM, as its application sees it. Thread-safe. */
public final class Remit {
    private static final boolean GUARDED = isGateDefined();

    private Remit() {}

    /**
     * Whether this JVM was started under {@code -javaagent:remit.jar}, so that its calls are recorded and, in {@code enforce},
     * decided. An application that must not run unguarded asks this first.
     */
    public static boolean isGuarded() {
        return GUARDED;
    }

    /** The guard's gate lies in {@code java.base}, where no application can put a class of that name. */
    private static boolean isGateDefined() {
        try {
            Class.forName("java.lang.RemitGate", false, null);
            return true;
        } catch (ClassNotFoundException notGuarded) {
            return false;
        }
    }
}
