package dev.remit.javaagent.premain;

import dev.remit.engine.audit.Recorder;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.identity.IdentityListener;
import dev.remit.engine.identity.IdentityState;
import dev.remit.engine.identity.WorkloadIdentity;
import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.enforce.Problems;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has calls made in the identity that the SPIFFE Workload API proves, and says how that changes. On the source's thread. */
final class IdentityWatch implements IdentityListener {
    private final RemitConfig config;
    private final Recorder recorder;
    private final EnforcementPoint enforcement;
    private final Problems problems;
    private @Nullable IdentityState last;
    private Map<SpiffeId, Long> proven = Map.of();

    IdentityWatch(RemitConfig config, Recorder recorder, EnforcementPoint enforcement, Problems problems) {
        this.config = config;
        this.recorder = recorder;
        this.enforcement = enforcement;
        this.problems = problems;
    }

    @Override
    public void changed(WorkloadIdentity identity) {
        final boolean said = identity.state() == last;
        if (!said || !identity.proven().equals(proven)) {
            // Recorded first: no decision's record of it comes before.
            recorder.identity(
                    identity.id().toString(),
                    identity.state().name().toLowerCase(Locale.ROOT),
                    identity.status(),
                    detail(identity.proven()));
            proven = identity.proven();
        }
        enforcement.actAs(Identities.of(identity, config.agents(), config.identityRequired()));
        // Where there was no memory for it, it is told once more.
        last = identity.state();
        if (!said && config.report()) {
            Operator.tell("identity " + identity, problems);
        }
    }

    private static @Nullable Map<String, Object> detail(Map<SpiffeId, Long> proven) {
        final Map<String, String> until = new LinkedHashMap<>();
        for (Map.Entry<SpiffeId, Long> each : proven.entrySet()) {
            until.put(
                    each.getKey().toString(),
                    Instant.ofEpochMilli(each.getValue()).toString());
        }
        return until.isEmpty() ? null : Map.of("attested", until);
    }

    @Override
    public void failed(Throwable problem) {
        problems.fault(problem);
    }
}
