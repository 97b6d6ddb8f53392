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

    /** Makes the engine, once its superclass is defined. */
    interface EngineMaker<T extends RemitEngine> {
        T make();
    }

    /** Defines the two classes, makes the engine, and lets the gate take it. */
    static <T extends RemitEngine> T install(EngineMaker<T> maker) throws IOException, ReflectiveOperationException {
        final MethodHandles.Lookup javaLang = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
        javaLang.defineClass(read(ENGINE));
        javaLang.defineClass(read(GATE));
        final T made = maker.make();
        Class.forName(GATE, true, null);
        return made;
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
