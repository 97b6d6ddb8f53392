package dev.remit.javaagent.premain;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.JournalSettings;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.proof.Anchor;
import dev.remit.engine.audit.proof.FileAnchor;
import dev.remit.engine.audit.proof.HttpsAnchor;
import dev.remit.engine.audit.redact.RedactionPatterns;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.policy.LoadedPolicy;
import dev.remit.engine.policy.PolicyLoadException;
import dev.remit.engine.policy.PolicyLoader;
import dev.remit.engine.policy.PolicyPaths;
import dev.remit.engine.policy.Surroundings;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Loads the policies and makes the journal's ring: all that a decision needs and no hook does. */
final class Preparation implements Callable<Prepared> {
    private final RemitConfig config;
    private final ThreadFactory threads;

    Preparation(RemitConfig config, ThreadFactory threads) {
        this.config = config;
        this.threads = threads;
    }

    @Override
    public Prepared call() throws PolicyLoadException, AuditException {
        final PolicyLoader loader = new PolicyLoader(
                new PolicyPaths(file(config.policy()), file(config.entities()), file(config.schema())),
                Identities.configured(config.identity(), config.agents(), config.identityRequired()),
                new Surroundings(config.environment(), config.tenant(), config.zone()));
        final LoadedPolicy loaded = loader.load();
        return new Prepared(loader, loaded, openRecorder());
    }

    private static @Nullable File file(@Nullable Path path) {
        return path == null ? null : path.toFile();
    }

    private Recorder openRecorder() throws AuditException {
        return Recorder.prepare(
                new AuditSettings(
                        config.auditDir().toFile(),
                        config.auditRingBytes(),
                        config.auditArgumentBytes(),
                        config.auditBlockMs(),
                        AuditSettings.DEFAULT_CLOSE_TIMEOUT_MS,
                        journal()),
                threads);
    }

    private JournalSettings journal() throws AuditException {
        final Path redact = config.auditRedact();
        return JournalSettings.DEFAULT
                .anchored(anchor())
                .keeping(config.auditKeepDays(), config.auditKeepBytes())
                .withResults(config.auditResults())
                .redacting(redact == null ? RedactionPatterns.NONE : RedactionPatterns.read(redact));
    }

    private @Nullable Anchor anchor() {
        final Object configured = config.auditAnchor();
        if (configured instanceof URI uri) {
            return new HttpsAnchor(uri);
        }
        return configured == null ? null : new FileAnchor(((Path) configured).toFile());
    }
}
