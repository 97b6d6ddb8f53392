package dev.remit.javaagent.premain;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.config.ConfigException;
import dev.remit.engine.config.ConfigLoader;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.policy.PolicyLoadException;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;

/**
 * The first of our classes that the launcher enters, before the application's {@code main}: reads the configuration, defines
 * the gate, and only then names classes that need the gate to be there. What goes wrong is decided here.
 */
public final class Bootstrap {
    /** What the journal is kept with. A modular application, or an image of its own, may be without. */
    private static final String[] MODULES = {"java.management", "java.naming", "jdk.crypto.ec", "jdk.unsupported"};

    /** From this version on {@code java.base} has what the module {@code jdk.crypto.ec} held. */
    private static final int CURVES_IN_BASE = 22;

    private Bootstrap() {}

    /**
     * Guards this JVM.
     *
     * @param options what stands behind {@code -javaagent:remit.jar=}: the properties file, or nothing
     * @throws Halt when it can't be guarded and must not run unguarded
     */
    public static void start(String options, Instrumentation instrumentation) {
        if (JdkTool.isRunning()) {
            return;
        }
        final RemitConfig config = load(options);
        try {
            requireModules();
            OpenModules.to(Bootstrap.class.getModule(), instrumentation);
            Gate.define();
            new Guard(config, instrumentation).start();
        } catch (Throwable t) {
            if (config.mode() == Mode.ENFORCE) {
                throw t instanceof Halt halt ? halt : new Halt("the guard could not be started: " + describe(t));
            }
            System.err.println("Remit: the application runs unguarded (mode=observe): " + describe(t));
        }
    }

    private static RemitConfig load(String options) {
        try {
            return ConfigLoader.load(options.isEmpty() ? null : new File(options).toPath(), System.getenv());
        } catch (ConfigException e) {
            final StringBuilder text = new StringBuilder("the configuration can't be used:");
            for (String problem : e.problems()) {
                text.append(e.problems().size() == 1 ? " " : "\n  ").append(problem);
            }
            throw new Halt(text.toString());
        }
    }

    private static void requireModules() {
        String missing = "";
        for (String module : MODULES) {
            if (ModuleLayer.boot().findModule(module).isEmpty()
                    && !(module.equals("jdk.crypto.ec") && Runtime.version().feature() >= CURVES_IN_BASE)) {
                missing += (missing.isEmpty() ? "" : ",") + module;
            }
        }
        if (!missing.isEmpty()) {
            throw new Halt("this JVM runs without modules that the guard needs; start it with --add-modules " + missing
                    + ", and where jlink made its image, give them to jlink too");
        }
    }

    /** Our own messages say where and what to do; anything else is named. */
    private static String describe(Throwable t) {
        if (t instanceof PolicyLoadException problem) {
            final boolean oneLine = problem.text().indexOf('\n') < 0;
            return "the policy can't be used:" + (oneLine ? ' ' : '\n') + problem.text();
        }
        final boolean ours = t instanceof Halt || t instanceof IOException;
        return ours && t.getMessage() != null ? t.getMessage() : t.toString();
    }
}
