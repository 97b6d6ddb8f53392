package dev.remit.engine;

import java.lang.reflect.Field;

/** What the JVM says of libraries that use {@code sun.misc.Unsafe}. */
public final class UnsafeWarning {
    private UnsafeWarning() {}

    /** From Java 24 on the first use of memory access through it prints a warning; this marks it as printed. */
    public static void silence() {
        try {
            Field warned = Class.forName("sun.misc.Unsafe").getDeclaredField("memoryAccessWarned");
            warned.setAccessible(true);
            warned.setBoolean(null, true);
        } catch (ReflectiveOperationException noSuchField) {
            // Java 17 to 23 have none and print no such warning.
        }
    }
}
