package dev.remit.javaagent.premain;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/**
 * Opens what we need of {@code java.base} to the unnamed module of our own loader, and to no one else: {@code java.lang} to
 * define the gate, {@code sun.net.www} for the headers of HttpURLConnection, the others for Chronicle.
 */
final class OpenModules {
    private OpenModules() {}

    static void to(Module ours, Instrumentation instrumentation) {
        final Set<Module> us = Set.of(ours);
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of("jdk.internal.ref", us, "jdk.internal.misc", us, "sun.net.www", us),
                Map.of("java.lang", us, "java.lang.reflect", us, "sun.nio.ch", us, "jdk.internal.misc", us),
                Set.of(),
                Map.of());
    }

    /** Opens the package of a guarded class too, for the self-test, which makes objects within that class's own module of the JDK. */
    static void open(Class<?> type, Module ours, Instrumentation instrumentation) {
        if (!type.getModule().isOpen(type.getPackageName(), ours)) {
            instrumentation.redefineModule(
                    type.getModule(),
                    Set.of(),
                    Map.of(),
                    Map.of(type.getPackageName(), Set.of(ours)),
                    Set.of(),
                    Map.of());
        }
        final Module base = Object.class.getModule();
        if (!base.isExported("jdk.internal.misc", type.getModule())) {
            instrumentation.redefineModule(
                    base,
                    Set.of(),
                    Map.of("jdk.internal.misc", Set.of(type.getModule())),
                    Map.of(),
                    Set.of(),
                    Map.of());
        }
    }
}
