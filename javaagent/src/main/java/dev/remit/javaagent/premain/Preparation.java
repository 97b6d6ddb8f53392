package dev.remit.javaagent.premain;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.proof.FileAnchor;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.policy.LoadedPolicy;
import dev.remit.engine.policy.PolicyLoadException;
import dev.remit.engine.policy.PolicyLoader;
import dev.remit.engine.policy.PolicyPaths;
import java.io.File;
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
        final PolicyLoader loader = new PolicyLoader(
                new PolicyPaths(file(config.policy()), file(config.entities()), file(config.schema())),
                config.identity());
        final LoadedPolicy loaded = loader.load();
        return new Prepared(loader, loaded, openRecorder());
    }

    private static @Nullable File file(@Nullable Path path) {
        return path == null ? null : path.toFile();
    }

    private Recorder openRecorder() throws AuditException {
        File anchor = file(config.auditAnchor());
        return Recorder.prepare(new AuditSettings(
                config.auditDir().toFile(),
                config.auditRingBytes(),
                config.auditArgumentBytes(),
                config.auditBlockMs(),
                AuditSettings.DEFAULT_CLOSE_TIMEOUT_MS,
                anchor == null ? null : new FileAnchor(anchor)));
    }
}
