package dev.remit.javaagent.premain;

import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.GuardStart;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.policy.PolicyFiles;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.enforce.Problems;
import dev.remit.javaagent.hooks.Hooks;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Weaver;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sets the guard up: policy, recorder, enforcement point, gate, weaving, self-test, report, in this order. Loaded only when
 * the gate's classes are defined.
 */
final class Guard {
    private final RemitConfig config;
    private final Instrumentation instrumentation;

    Guard(RemitConfig config, Instrumentation instrumentation) {
        this.config = config;
        this.instrumentation = instrumentation;
    }

    void start() throws Exception {
        System.setProperty("net.bytebuddy.safe", "true");
        final @Nullable Path policy = config.policy();
        final List<PolicySource> sources = policy == null ? List.of() : PolicyFiles.read(List.of(policy.toFile()));
        final @Nullable CompiledPolicies policies = policy == null ? null : compile(sources);
        final Recorder recorder = openRecorder();
        final PolicySnapshot snapshot = new PolicySnapshot(
                policies,
                config.identity().toString(),
                config.identity().trustDomain(),
                config.identity().name());
        final Problems problems = new Problems(recorder);
        final EnforcementPoint enforcement = new EnforcementPoint(snapshot, recorder, config.mode(), problems);
        Gate.takeEngine();
        final List<Hook> hooks = Hooks.all(enforcement, config);
        final List<CallSite> sites = Hooks.callSites(hooks);
        enforcement.serve(sites);
        arm(sites, problems);
        new SelfTest(enforcement, instrumentation).run(sites);
        final StartReport report = new StartReport(config, snapshot, sources.size(), recorder.folder(), hooks);
        // A plain thread: an own class of it would show our loader to whoever lists the threads.
        Runtime.getRuntime().addShutdownHook(new Thread(null, new Closing(recorder), "remit-shutdown", 0, false));
        recorder.start(new Supplier<GuardStart>() {
            @Override
            public GuardStart get() {
                return new GuardStart(
                        Version.get(),
                        config.mode(),
                        config.hash(),
                        policies == null ? null : policies.hash(),
                        config.identity().toString(),
                        report.hookNames());
            }
        });
        if (config.report()) {
            System.err.print(report.text());
        }
    }

    private CompiledPolicies compile(List<PolicySource> sources) throws IOException {
        final @Nullable Path entities = config.entities();
        final EntityStore store = entities == null
                ? EntityStore.empty()
                : EntityParser.parse(entities.toString(), PolicyFiles.read(entities.toFile()));
        return PolicyCompiler.compile(PolicyParser.parse(sources), store, ErrorMode.GUARD);
    }

    private Recorder openRecorder() throws AuditException {
        return Recorder.prepare(new AuditSettings(
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

    private static final class Closing implements Runnable {
        private final Recorder recorder;

        Closing(Recorder recorder) {
            this.recorder = recorder;
        }

        @Override
        public void run() {
            recorder.close();
        }
    }
}
