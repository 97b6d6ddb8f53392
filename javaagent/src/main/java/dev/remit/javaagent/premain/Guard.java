package dev.remit.javaagent.premain;

import dev.remit.engine.Lasting;
import dev.remit.engine.audit.GuardStart;
import dev.remit.engine.audit.JournalThreads;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.identity.IdentitySettings;
import dev.remit.engine.identity.IdentitySource;
import dev.remit.engine.identity.Svid;
import dev.remit.engine.session.TaskBinding;
import dev.remit.javaagent.enforce.Delegations;
import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.enforce.Problems;
import dev.remit.javaagent.enforce.TaskBindings;
import dev.remit.javaagent.hooks.Hooks;
import dev.remit.javaagent.hooks.LibraryIndex;
import dev.remit.javaagent.hooks.methodtool.AnnotatedTools;
import dev.remit.javaagent.hooks.task.AnnotatedTasks;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Tables;
import dev.remit.javaagent.weave.Weaver;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sets the guard up: gate, weaving and self-test, beside them policies and recorder, then the report. Loaded only when the
 * gate's classes are defined.
 */
final class Guard {
    private final RemitConfig config;
    private final Instrumentation instrumentation;

    Guard(RemitConfig config, Instrumentation instrumentation) {
        this.config = config;
        this.instrumentation = instrumentation;
    }

    /**
     * Two things that take about the same time, side by side: the policies and the journal on a thread of their own, the hooks
     * on this one. Who is done first helps the other with the self-test.
     */
    void start() throws Exception {
        final Problems problems = new Problems();
        final EnforcementPoint enforcement = new EnforcementPoint(config.mode(), problems);
        final SelfTest selfTest = new SelfTest(enforcement, instrumentation);
        final FutureTask<Prepared> preparing = new FutureTask<>(new Callable<Prepared>() {
            @Override
            public Prepared call() throws Exception {
                final Prepared prepared = new Preparation(config, new UnguardedThreads(enforcement)).call();
                selfTest.run(false);
                return prepared;
            }
        });
        thread("remit-start", new Unguarded(enforcement, preparing)).start();
        Gate.takeEngine();
        final List<Hook> configured = Hooks.configured(enforcement, config);
        final List<Hook> libraries = LibraryIndex.read();
        final List<CallSite> sites = Hooks.callSites(configured);
        enforcement.serve(sites);
        final TaskBindings bindings = bindings(sites);
        if (!config.delegationHosts().isEmpty() || !config.delegationAudience().isEmpty()) {
            enforcement.delegate(new Delegations(config.delegationHosts(), config.delegationAudience()));
        }
        if (!config.delegationHosts().isEmpty()) {
            // The class takes the header that a task travels in; who only takes tasks has no need of it.
            OpenModules.open(
                    Class.forName("jdk.internal.net.http.HttpRequestImpl"), Guard.class.getModule(), instrumentation);
        }
        final Weaver weaver = new Weaver(
                new Tables(configured, libraries),
                List.of(new AnnotatedTasks(bindings, problems), new AnnotatedTools()),
                new WeaveProblems(config.mode(), config.hooksStrict(), problems));
        final Prepared prepared;
        try {
            arm(weaver);
            selfTest.begin(configured, weaver);
            selfTest.run(true);
            prepared = await(preparing);
        } catch (Throwable t) {
            standDown(weaver, enforcement);
            throw t;
        } finally {
            end(selfTest, preparing);
        }
        enforcement.open(
                prepared.policy().snapshot(),
                prepared.recorder(),
                config.sessionLimits(),
                bindings,
                config.contextRequired(),
                config.toolsHide());
        startIdentity(prepared.recorder(), enforcement, problems);
        final StartReport report =
                new StartReport(config, prepared.policy(), prepared.recorder().folder(), configured, libraries);
        LastHook.add(thread(
                "remit-shutdown",
                new Closing(new MissingMethods(config, instrumentation, problems), prepared.recorder())));
        final String policyHash = prepared.policy().snapshot().hash();
        prepared.recorder().start(new Supplier<GuardStart>() {
            @Override
            public GuardStart get() {
                return new GuardStart(
                        Version.get(),
                        config.mode(),
                        config.hash(),
                        config.policy() == null ? null : policyHash,
                        config.identity().toString(),
                        report.hookNames());
            }
        });
        if (config.report()) {
            System.err.print(report.text());
        }
        if (config.policy() != null && config.policyReloadSeconds() > 0) {
            startLater("remit-policy", new PolicyReload.Later(config, prepared, enforcement, problems), enforcement);
        }
        if (config.jmx()) {
            final File journal = prepared.recorder().folder();
            startLater("remit-jmx", new CountersBean.Later(journal, problems), enforcement);
        }
    }

    private static Prepared await(FutureTask<Prepared> preparing) throws Exception {
        try {
            return preparing.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Not before the other thread is done, whatever has happened here: what it tries is to end in the gate. */
    private static void end(SelfTest selfTest, FutureTask<Prepared> preparing) throws InterruptedException {
        try {
            preparing.get();
        } catch (ExecutionException e) {
            // It has been thrown before, or something else, which was first.
        }
        selfTest.end();
    }

    /** Before the application's {@code main}, so that it need not begin unattested; waits only where that is configured. */
    private void startIdentity(Recorder recorder, EnforcementPoint enforcement, Problems problems) {
        final IdentitySettings settings = config.identitySettings();
        if (settings.endpoint() != null) {
            final IdentitySource source = new IdentitySource(
                    settings,
                    new IdentityWatch(config, recorder, enforcement, problems),
                    new UnguardedThreads(enforcement));
            recorder.signWith(new Supplier<@Nullable Svid>() {
                @Override
                public @Nullable Svid get() {
                    return source.current().svid();
                }
            });
            source.start(config.identityWaitMs());
        }
    }

    private TaskBindings bindings(List<CallSite> sites) {
        final TaskBindings bindings = new TaskBindings(config.tasks());
        for (int i = 0; i < sites.size(); i++) {
            final TaskBinding task = sites.get(i).task();
            if (task != null) {
                bindings.bind(i, task);
            }
        }
        return bindings;
    }

    private static void startLater(String name, Runnable work, EnforcementPoint enforcement) {
        final Thread thread = thread(name, new Unguarded(enforcement, new Lasting(work)));
        thread.setDaemon(true);
        thread.start();
    }

    /** A plain thread: an own class of it, or our loader as its context, would show our loader to whoever lists the threads. */
    private static Thread thread(String name, Runnable work) {
        final Thread thread = new Thread(null, work, name, 0, false);
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        return thread;
    }

    /** Weaves what is loaded already, and from now on what comes. */
    private void arm(Weaver weaver) throws UnmodifiableClassException {
        instrumentation.addTransformer(weaver, true);
        final List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (weaver.isGuarded(type) && instrumentation.isModifiableClass(type)) {
                loaded.add(type);
            }
        }
        if (!loaded.isEmpty()) {
            instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
        }
    }

    /** In {@code observe} the application goes on without us: what is woven already lets everything pass. */
    private void standDown(Weaver weaver, EnforcementPoint enforcement) {
        instrumentation.removeTransformer(weaver);
        enforcement.standDown();
    }

    /** Work of the guard's own, on a thread of its own. */
    private static final class Unguarded implements Runnable {
        private final EnforcementPoint enforcement;
        private final Runnable work;

        Unguarded(EnforcementPoint enforcement, Runnable work) {
            this.enforcement = enforcement;
            this.work = work;
        }

        @Override
        public void run() {
            enforcement.unguarded(work);
        }
    }

    /** Makes the journal's threads: what they open and where they connect to is the guard's own doing. */
    private static final class UnguardedThreads implements ThreadFactory {
        private final EnforcementPoint enforcement;
        private final ThreadFactory plain = new JournalThreads();

        UnguardedThreads(EnforcementPoint enforcement) {
            this.enforcement = enforcement;
        }

        @Override
        public Thread newThread(Runnable work) {
            return plain.newThread(new Unguarded(enforcement, work));
        }
    }

    private static final class Closing implements Runnable {
        private final MissingMethods missing;
        private final Recorder recorder;

        Closing(MissingMethods missing, Recorder recorder) {
            this.missing = missing;
            this.recorder = recorder;
        }

        @Override
        public void run() {
            try {
                missing.report();
            } finally {
                recorder.close();
            }
        }
    }
}
