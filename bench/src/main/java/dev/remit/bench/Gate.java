package dev.remit.bench;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The guard's gate, called as woven code calls it, with nothing around it. The handles are constants: the JIT compiler inlines
 * through them as through a woven call. Only in a JVM under the javaagent.
 */
final class Gate {
    private static final MethodHandle HTTP = find(
            "http",
            MethodType.methodType(
                    String.class,
                    int.class,
                    Object.class,
                    String.class,
                    String.class,
                    String.class,
                    int.class,
                    String.class));
    private static final MethodHandle END =
            find("end", MethodType.methodType(void.class, int.class, Object.class, Throwable.class));

    private Gate() {}

    static @Nullable String http(String method, String scheme, String host, int port, String url) throws Throwable {
        return (String) HTTP.invokeExact(0, (Object) null, method, scheme, host, port, url);
    }

    static void end() throws Throwable {
        END.invokeExact(0, (Object) null, (Throwable) null);
    }

    private static MethodHandle find(String method, MethodType type) {
        try {
            return MethodHandles.publicLookup().findStatic(Class.forName("java.lang.RemitGate"), method, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM is not guarded; it was to run with " + Flag.GUARDED, e);
        }
    }
}
