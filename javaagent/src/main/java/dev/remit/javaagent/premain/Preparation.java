package dev.remit.javaagent.premain;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.policy.LoadedPolicy;
import dev.remit.engine.policy.PolicyLoadException;
import dev.remit.engine.policy.PolicyLoader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Loads the policies and makes the journal's ring: all that a decision needs and no hook does. */
final class Preparation implements Callable<Prepared> {
    private final RemitConfig config;

    Preparation(RemitConfig config) {
        this.config = config;
    }

    @Override
    public Prepared call() throws PolicyLoadException, AuditException {
        final @Nullable Path policy = config.policy();
        final @Nullable Path entities = config.entities();
        final PolicyLoader loader = new PolicyLoader(
                policy == null ? null : policy.toFile(),
                entities == null ? null : entities.toFile(),
                config.identity());
        final LoadedPolicy loaded = loader.load();
        return new Prepared(loader, loaded, openRecorder());
    }

    private Recorder openRecorder() throws AuditException {
        return Recorder.prepare(new AuditSettings(
                config.auditDir().toFile(),
                config.auditRingBytes(),
                config.auditArgumentBytes(),
                config.auditBlockMs(),
                AuditSettings.DEFAULT_CLOSE_TIMEOUT_MS));
    }
}
