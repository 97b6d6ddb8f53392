package dev.remit.javaagent.cli;

import dev.remit.engine.Category;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Verdict;
import dev.remit.engine.policy.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes real journals. */
final class JournalFixture implements AutoCloseable {
    static final String AGENT = Vocabulary.AGENT + "::\"spiffe://acme.com/support/agent\"";
    static final String WORKLOAD = Vocabulary.WORKLOAD + "::\"spiffe://acme.com/support\"";

    private final Recorder recorder;
    private @Nullable String session;
    private @Nullable String task;
    private long parent;
    private String[] policies = {};

    JournalFixture(Path folder) throws IOException {
        recorder = Recorder.open(AuditSettings.of(folder.toFile()));
    }

    /** What the decisions from now on say. */
    JournalFixture inSession(@Nullable String id, String... determining) {
        session = id;
        policies = determining;
        return this;
    }

    /** Which task the decisions from now on are made in, and by which call or prompt; null and 0 for none. */
    JournalFixture inTask(@Nullable String path, long parentCall) {
        task = path;
        parent = parentCall;
        return this;
    }

    /** Returns the call's id. */
    long tool(String name, Verdict verdict, Mode mode) {
        return decision(Category.TOOL, AGENT, name, Vocabulary.TOOLSET + "::\"com.acme.Tools\"", verdict, mode, 0);
    }

    /** Returns the call's id. */
    long decision(
            Category category,
            String principal,
            String action,
            String resource,
            Verdict verdict,
            Mode mode,
            long ageMinutes) {
        DecisionEntry entry = new DecisionEntry();
        entry.callId = recorder.nextCallId();
        entry.parentCallId = parent;
        entry.timeNs = recorder.clock().nowNs() - TimeUnit.MINUTES.toNanos(ageMinutes);
        entry.verdict = verdict;
        entry.mode = mode;
        entry.category = category;
        entry.principal = principal;
        entry.action = Vocabulary.action(action).toString();
        entry.resource = resource;
        entry.session = session;
        entry.task = task;
        entry.policies = policies;
        entry.policyCount = policies.length;
        entry.arguments = "{\"booking\":\"42\"}";
        if (!recorder.decision(entry)) {
            throw new IllegalStateException("not recorded", recorder.failure());
        }
        return entry.callId;
    }

    Recorder recorder() {
        return recorder;
    }

    @Override
    public void close() {
        recorder.close();
    }
}
