package dev.remit.it.app;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An application that carries other versions of our libraries, and looks for ours through every loader it can reach. */
public final class Isolation {
    private Isolation() {}

    public static void main(String[] arguments) throws Exception {
        for (String name : List.of(
                "net.bytebuddy.ByteBuddy",
                "org.agrona.concurrent.UnsafeBuffer",
                "org.slf4j.LoggerFactory",
                "io.grpc.Channel",
                "com.fasterxml.jackson.core.JsonFactory")) {
            final String from = Class.forName(name)
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath();
            System.out.println("own " + name + " " + from.substring(from.lastIndexOf('/') + 1));
        }
        Class.forName("net.bytebuddy.ByteBuddy").getConstructor().newInstance();
        for (ClassLoader loader : reachable()) {
            for (String name : List.of(
                    "dev.remit.javaagent.premain.Bootstrap",
                    "dev.remit.engine.audit.Recorder",
                    "net.openhft.chronicle.queue.ChronicleQueue",
                    "picocli.CommandLine")) {
                if (isVisible(loader, name) || isResource(loader, name.replace('.', '/') + ".class")) {
                    System.out.println("LEAK " + name + " through " + loader);
                }
            }
        }
        for (String name : List.of("ENGINE", "pending")) {
            for (Class<?> type :
                    List.of(Class.forName("java.lang.RemitGate"), Class.forName("java.lang.RemitEngine"))) {
                try {
                    final var field = type.getDeclaredField(name);
                    field.setAccessible(true);
                    System.out.println("LEAK " + field + " " + field.get(null));
                } catch (NoSuchFieldException | RuntimeException expected) {
                    System.out.println("closed " + type.getSimpleName() + "." + name);
                }
            }
        }
        System.out.println("done");
    }

    private static Set<ClassLoader> reachable() {
        final Set<ClassLoader> loaders = new LinkedHashSet<>();
        final List<Object> objects = new ArrayList<>();
        objects.add(Isolation.class);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            System.out.println("thread " + thread.getName());
            loaders.add(thread.getContextClassLoader());
            objects.add(thread);
            objects.add(thread.getThreadGroup());
            objects.add(thread.getUncaughtExceptionHandler());
        }
        objects.add(Thread.getDefaultUncaughtExceptionHandler());
        objects.addAll(System.getProperties().values());
        for (Object object : objects) {
            if (object != null) {
                loaders.add(object.getClass().getClassLoader());
            }
        }
        for (Class<?> caller = Isolation.class; caller != null; caller = caller.getSuperclass()) {
            loaders.add(caller.getClassLoader());
        }
        loaders.add(ClassLoader.getSystemClassLoader());
        loaders.add(ClassLoader.getPlatformClassLoader());
        loaders.remove(null);
        for (ClassLoader loader : List.copyOf(loaders)) {
            for (ClassLoader up = loader; up != null; up = up.getParent()) {
                loaders.add(up);
            }
        }
        return loaders;
    }

    private static boolean isVisible(ClassLoader loader, String name) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError hidden) {
            return false;
        }
    }

    private static boolean isResource(ClassLoader loader, String name) {
        return loader.getResource(name) != null;
    }
}
