package dev.remit.javaagent.enforce;

import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.engine.policy.Surroundings;
import dev.remit.engine.session.SessionLimits;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An enforcement point of real parts, on a folder of the test's own. One at a time: the gate is offered one engine. */
final class TestGuard implements AutoCloseable {
    static final String SPIFFE_ID = "spiffe://example.org/shop/support";

    private static final SessionLimits LIMITS = new SessionLimits(1000, 60_000, SessionLimits.WhenFull.CLOSE_IDLEST);

    final Recorder recorder;
    final PolicySnapshot snapshot;
    final EnforcementPoint enforcement;

    /** @param policies Cedar text; empty for a guard without a policy */
    TestGuard(Path folder, Mode mode, String policies) throws AuditException {
        this(folder, mode, policies, TaskBindings.NONE, false);
    }

    /** With methods and AI agents bound to tasks. */
    TestGuard(Path folder, Mode mode, String policies, TaskBindings bindings, boolean contextRequired)
            throws AuditException {
        snapshot = snapshot(policies);
        // Callers wait for room, so that a test that records faster than the disk is not refused.
        recorder = Recorder.open(new AuditSettings(folder.toFile(), 8 << 20, 4096, 10_000, 10_000));
        forgetEngine();
        enforcement = new EnforcementPoint(mode, new Problems());
        enforcement.open(snapshot, recorder, LIMITS, bindings, contextRequired, true);
    }

    /** Shows AI agents every tool from now on. */
    void showTools() {
        enforcement.open(snapshot, recorder, LIMITS, TaskBindings.NONE, false, false);
    }

    static PolicySnapshot snapshot(String policies) {
        return new PolicySnapshot(
                policies.isEmpty() ? null : compiled(policies),
                Identities.configured(SpiffeId.parse(SPIFFE_ID)),
                Surroundings.UNKNOWN);
    }

    static CompiledPolicies compiled(String policies) {
        return PolicyCompiler.compile(
                PolicyParser.parse(List.of(new PolicySource("test.cedar", policies))),
                EntityStore.empty(),
                ErrorMode.GUARD);
    }

    /** Closes the recorder, and reads what was recorded. */
    List<JournalRecord> records() throws Exception {
        recorder.close();
        final List<JournalRecord> records = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(recorder.folder().toPath())) {
            for (JournalRecord next = reader.next(); next != null; next = reader.next()) {
                records.add(next);
            }
        }
        return records;
    }

    @Override
    public void close() {
        recorder.close();
    }

    /** In a guarded JVM there is one engine, ever; each test makes its own. */
    private static void forgetEngine() {
        try {
            final Field pending = RemitEngine.class.getDeclaredField("pending");
            pending.setAccessible(true);
            pending.set(null, null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("RemitEngine.pending", e);
        }
    }
}
