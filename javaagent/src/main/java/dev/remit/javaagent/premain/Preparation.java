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
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.policy.PolicyFiles;
import dev.remit.engine.policy.PolicySnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Reads the policies and makes the journal's ring: all that a decision needs and no hook does. */
final class Preparation implements Callable<Prepared> {
    private final RemitConfig config;

    Preparation(RemitConfig config) {
        this.config = config;
    }

    @Override
    public Prepared call() throws IOException, AuditException {
        final @Nullable Path policy = config.policy();
        final List<PolicySource> sources = policy == null ? List.of() : PolicyFiles.read(List.of(policy.toFile()));
        final PolicySnapshot snapshot = new PolicySnapshot(
                policy == null ? null : compile(sources),
                config.identity().toString(),
                config.identity().trustDomain(),
                config.identity().name());
        return new Prepared(snapshot, sources.size(), openRecorder());
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
}
