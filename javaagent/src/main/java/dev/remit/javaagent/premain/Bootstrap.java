package dev.remit.javaagent.premain;

import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.GuardStart;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.config.ConfigException;
import dev.remit.engine.config.ConfigLoader;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.enforce.Problems;
import dev.remit.javaagent.hooks.Hooks;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Weaver;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets the guard up before the application's {@code main}: configuration, recorder, policy, gate, weaving, self-test, report,
 * in this order. Called once, by the launcher.
 */
public final class Bootstrap {
    private final RemitConfig config;
    private final Instrumentation instrumentation;

    private Bootstrap(RemitConfig config, Instrumentation instrumentation) {
        this.config = config;
        this.instrumentation = instrumentation;
    }

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
            new Bootstrap(config, instrumentation).guard();
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

    private void guard() throws Exception {
        OpenModules.to(Bootstrap.class.getModule(), instrumentation);
        quietChronicle();
        final @Nullable File policyPath =
                config.policy() == null ? null : config.policy().toFile();
        final List<File> policyFiles = policyPath == null ? List.of() : Policies.files(policyPath);
        final @Nullable CompiledPolicies policies = policyPath == null
                ? null
                : Policies.compile(
                        policyFiles,
                        config.entities() == null ? null : config.entities().toFile());
        final Recorder recorder = openRecorder();
        final PolicySnapshot snapshot = new PolicySnapshot(
                policies,
                config.identity().toString(),
                config.identity().trustDomain(),
                config.identity().name());
        final Problems problems = new Problems(recorder);
        final EnforcementPoint enforcement = Gate.install(new Gate.EngineMaker<EnforcementPoint>() {
            @Override
            public EnforcementPoint make() {
                return new EnforcementPoint(snapshot, recorder, config.mode(), problems);
            }
        });
        final List<Hook> hooks = Hooks.all(enforcement, config);
        final List<CallSite> sites = Hooks.callSites(hooks);
        enforcement.serve(sites);
        arm(sites, problems);
        new SelfTest(enforcement).run(sites);
        final StartReport report = new StartReport(config, snapshot, policyFiles.size(), recorder.folder(), hooks);
        recorder.started(new GuardStart(
                Version.get(),
                config.mode(),
                config.hash(),
                policies == null ? null : policies.hash(),
                config.identity().toString(),
                report.hookNames()));
        Runtime.getRuntime().addShutdownHook(new Thread(null, null, "remit-shutdown", 0, false) {
            @Override
            public void run() {
                recorder.close();
            }
        });
        if (config.report()) {
            System.err.print(report.text());
        }
    }

    private Recorder openRecorder() throws AuditException {
        return Recorder.open(new AuditSettings(
                config.auditDir().toFile(),
                config.auditRingBytes(),
                config.auditArgumentBytes(),
                config.auditBlockMs(),
                AuditSettings.DEFAULT_CLOSE_TIMEOUT_MS));
    }

    /** Weaves what is loaded already, and from now on what comes. */
    private void arm(List<CallSite> sites, Problems problems) throws UnmodifiableClassException {
        final Weaver weaver = new Weaver(sites, new WeaveProblems(config.mode(), problems));
        instrumentation.addTransformer(weaver, true);
        final List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (weaver.isGuarded(type)) {
                loaded.add(type);
            }
        }
        if (!loaded.isEmpty()) {
            instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
        }
    }

    /** Chronicle posts usage figures and prints; both are switched off before it is loaded. On 25 the JDK would warn of Unsafe. */
    private static void quietChronicle() {
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("net.bytebuddy.safe", "true");
        try {
            final Field warned = Class.forName("sun.misc.Unsafe").getDeclaredField("memoryAccessWarned");
            warned.setAccessible(true);
            warned.setBoolean(null, true);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Before Java 23 there is no such field and no warning.
            return;
        }
    }

    private static String describe(Throwable t) {
        if (t instanceof Halt || t instanceof AuditException || t instanceof IOException) {
            return String.valueOf(t.getMessage());
        }
        return String.valueOf(t);
    }
}
