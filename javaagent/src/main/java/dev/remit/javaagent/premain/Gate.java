package dev.remit.javaagent.premain;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;

/**
 * Defines the gate in {@code java.base}, where every class sees it and none can be made to see another, and hands it its one
 * engine.
 */
final class Gate {
    private static final String ENGINE = "java.lang.RemitEngine";
    private static final String GATE = "java.lang.RemitGate";

    private Gate() {}

    /** Defines the two classes. Before this no class that extends the engine can be loaded. */
    static void define() throws IOException, IllegalAccessException {
        final MethodHandles.Lookup javaLang = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
        javaLang.defineClass(read(ENGINE));
        javaLang.defineClass(read(GATE));
    }

    /** Lets the gate take the engine that has been made meanwhile. */
    static void takeEngine() throws ClassNotFoundException {
        Class.forName(GATE, true, null);
    }

    private static byte[] read(String name) throws IOException {
        final String file = "gate/" + name.replace('.', '/') + ".class";
        try (InputStream in = Gate.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("remit.jar has no " + file + ": it is damaged, fetch it again");
            }
            return in.readAllBytes();
        }
    }
}
