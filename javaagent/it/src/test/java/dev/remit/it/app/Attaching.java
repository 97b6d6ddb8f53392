package dev.remit.it.app;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.VirtualMachine;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** An application that loads javaagents into itself, or into a process that is named, and says which were loaded. */
public final class Attaching {
    private static final String LOADED = "loaded";

    private Attaching() {}

    /** A javaagent that the policy permits. */
    public static final class Allowed {
        private Allowed() {}

        /** What the JVM calls. */
        public static void agentmain(String arguments) {
            System.setProperty(LOADED, "allowed");
        }
    }

    /** One that it does not. */
    public static final class Denied {
        private Denied() {}

        /** What the JVM calls. */
        public static void agentmain(String arguments) {
            System.setProperty(LOADED, "denied");
        }
    }

    /** The main class; with an argument it is the child, and that is the process to attach to. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            attach(arguments[0]);
            return;
        }
        attach(Long.toString(ProcessHandle.current().pid()));
        System.out.println("by itself: " + System.clearProperty(LOADED));
        final Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Attaching.class.getName(),
                        Long.toString(ProcessHandle.current().pid()))
                .inheritIO()
                .start();
        child.waitFor();
        System.out.println("by a child: " + System.clearProperty(LOADED));
    }

    private static void attach(String process) throws Exception {
        final VirtualMachine machine = VirtualMachine.attach(process);
        for (Class<?> javaagent : new Class<?>[] {Allowed.class, Denied.class}) {
            final String jar = jar(javaagent);
            try {
                machine.loadAgent(jar);
                System.out.println(javaagent.getSimpleName() + " loaded");
            } catch (AgentInitializationException e) {
                System.out.println(javaagent.getSimpleName() + " refused");
            }
        }
        machine.detach();
    }

    private static String jar(Class<?> javaagent) throws IOException {
        final File jar = File.createTempFile("agent", ".jar");
        final Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", javaagent.getName());
        new JarOutputStream(new FileOutputStream(jar), manifest).close();
        return jar.getPath();
    }
}
