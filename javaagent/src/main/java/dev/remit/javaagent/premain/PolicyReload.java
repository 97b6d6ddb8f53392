package dev.remit.javaagent.premain;

import dev.remit.engine.audit.Recorder;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.policy.LoadedPolicy;
import dev.remit.engine.policy.PolicyLoadException;
import dev.remit.engine.policy.PolicyWatch;
import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.enforce.Problems;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Puts new versions of the policies in force while the application runs, and says so: in the journal, and to the operator. On a
 * thread of its own.
 */
final class PolicyReload implements PolicyWatch.Listener {
    private final RemitConfig config;
    private final Recorder recorder;
    private final EnforcementPoint enforcement;
    private final Problems problems;
    private final String source;

    private PolicyReload(RemitConfig config, Recorder recorder, EnforcementPoint enforcement, Problems problems) {
        this.config = config;
        this.recorder = recorder;
        this.enforcement = enforcement;
        this.problems = problems;
        this.source = String.valueOf(config.policy());
    }

    @Override
    public void loaded(LoadedPolicy policy) {
        // Recorded first: no decision's record that carries the hash comes before.
        recorder.policyLoaded(
                source,
                policy.snapshot().size(),
                policy.files(),
                policy.snapshot().hash());
        enforcement.replace(policy.snapshot());
        if (config.report()) {
            Operator.tell("policy reloaded: " + StartReport.policy(config, policy), problems);
        }
    }

    /** Said with the report switched off too: the operator thinks that something else is in force. */
    @Override
    public void rejected(PolicyLoadException problem) {
        recorder.policyRejected(source, problem.first(), problem.hash());
        Operator.tell(
                "policy not reloaded, the version in force stays: "
                        + (problem.text().indexOf('\n') < 0 ? problem.text() : source + "\n" + problem.text()),
                problems);
    }

    @Override
    public void failed(Throwable problem) {
        problems.fault(problem);
    }

    /** Begins when the application has started: before its {@code main} not even the watch's classes are loaded. */
    static final class Later implements Runnable {
        private final RemitConfig config;
        private final EnforcementPoint enforcement;
        private final Problems problems;

        /** Given on, and then let go: a thread keeps its work for as long as it runs, and this holds the first version. */
        private @Nullable Prepared prepared;

        /** Made when it first runs: it may have to run again. */
        private @Nullable PolicyWatch watch;

        Later(RemitConfig config, Prepared prepared, EnforcementPoint enforcement, Problems problems) {
            this.config = config;
            this.prepared = prepared;
            this.enforcement = enforcement;
            this.problems = problems;
        }

        @Override
        public void run() {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            watch().run();
        }

        private PolicyWatch watch() {
            @Nullable PolicyWatch made = watch;
            if (made == null) {
                final Prepared first = Objects.requireNonNull(prepared, "until there is a watch");
                made = new PolicyWatch(
                        first.loader(),
                        first.policy(),
                        TimeUnit.SECONDS.toMillis(config.policyReloadSeconds()),
                        new PolicyReload(config, first.recorder(), enforcement, problems));
                watch = made;
                prepared = null;
            }
            return made;
        }
    }
}
