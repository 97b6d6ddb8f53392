package dev.remit.engine.policy.explain;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.engine.policy.Surroundings;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a recorded decision found of its session and task: the calls that were recorded before it are counted once more, by the code that counted them
 * then. Takes the journal's records from the first on, until it has enough. For one use.
 */
final class StateReplay implements Predicate<JournalRecord> {
    private static final int MOST_PARSED = 4096;

    private final JournalRecord decision;
    private final GuardedCall call;

    /** A million records name the same few things. */
    private final Map<String, @Nullable EntityUid> parsed = new HashMap<>();

    private final @Nullable SessionReplay session;
    private final @Nullable TaskReplay task;
    private final DecisionRequest counting;
    private final Overlap overlap = new Overlap();
    private boolean reached;
    private boolean otherPolicies;
    private boolean incomplete;

    /**
     * For one decision.
     *
     * @param call the decision's
     * @param withSession whether the session is asked for; the task is in any case, because it bounds what policies are asked about
     */
    StateReplay(CompiledPolicies policies, JournalRecord decision, GuardedCall call, boolean withSession) {
        this.decision = decision;
        this.call = call;
        this.session = withSession && decision.session() != null ? new SessionReplay(decision) : null;
        this.task = decision.task() == null ? null : new TaskReplay(decision.task());
        this.counting = new DecisionRequest(
                new PolicySnapshot(policies, Identities.configured(call.identity()), Surroundings.UNKNOWN));
    }

    static long timeMs(JournalRecord record) {
        return record.timeNs() / 1_000_000;
    }

    /** Whether earlier records make a difference. */
    boolean isNeeded() {
        return session != null || task != null;
    }

    /** The decision's session as it found it; null where it has none, or where it is not asked for. */
    @Nullable
    Session session() {
        return session == null ? null : session.at(decision);
    }

    /** The decision's task as it found it; null where it has none, or nothing is known of it. */
    @Nullable
    Task task() {
        return task == null ? null : task.task();
    }

    @Override
    public boolean test(JournalRecord record) {
        if (reached && record.timeNs() - decision.timeNs() >= Overlap.NS) {
            return false;
        }
        if (record.run() != decision.run() || !record.journal().equals(decision.journal())) {
            return true;
        }
        String kind = record.kind();
        if (record.sequence() == decision.sequence()) {
            reached = true;
            overlap.decided(record);
        } else if (kind.equals("decision")) {
            decided(record);
        } else if (kind.equals("outcome")) {
            overlap.ended(record);
        } else if (!reached) {
            happened(kind, record);
        }
        return true;
    }

    private void happened(String kind, JournalRecord record) {
        if (kind.equals("blocked") || kind.equals("damaged")) {
            incomplete = true;
        }
        // What is labelled outside of any session is the task.
        if (session != null && record.session() != null && session.has(record)) {
            switch (kind) {
                case "session_opened" -> session.opened(record);
                case "session_closed" -> session.closed();
                case "labelled" -> session.labelled(record);
                default -> {}
            }
        } else if (task != null && record.session() == null && task.has(record)) {
            switch (kind) {
                case "task_opened" -> task.opened(record);
                case "task_closed" -> task.closed(record);
                case "grant_given" -> task.granted(record);
                case "labelled" -> task.labelled(record);
                default -> {}
            }
        }
    }

    private void decided(JournalRecord record) {
        boolean inSession = session != null && session.has(record);
        Task inTask = task != null && task.has(record) ? task.nearest(String.valueOf(record.task())) : null;
        if (!inSession && inTask == null) {
            return;
        }
        overlap.decided(record);
        if (!reached) {
            count(record, inSession ? session : null, inTask);
        }
    }

    private void count(JournalRecord record, @Nullable SessionReplay inSession, @Nullable Task inTask) {
        long nowMs = timeMs(record);
        String id = record.session();
        // Another session's call counts for the task, and nothing else of it does.
        Session by = inSession != null ? inSession.at(record) : id == null ? null : new Session(null, id, nowMs);
        counting.by(by, inTask, nowMs);
        EntityUid action = entity(record.action());
        EntityUid resource = entity(record.resource());
        // Who makes a call makes no difference to how it counts.
        if (action == null
                || resource == null
                || !new GuardedCall(call.identity(), call.principal(), action, resource).ask(counting, null)) {
            incomplete = true;
            return;
        }
        otherPolicies |= !Objects.equals(record.policyHash(), decision.policyHash());
        boolean allowed = record.isPermission();
        counting.recount(record.policies(), allowed, allowed || "observe".equals(record.mode()));
    }

    private @Nullable EntityUid entity(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (parsed.size() >= MOST_PARSED) {
            parsed.clear();
        }
        return parsed.computeIfAbsent(text, GuardedCall::entity);
    }

    void note(List<String> notes) {
        if (session != null) {
            session.note(notes);
        }
        if (task != null) {
            task.note(notes);
        }
        if (overlap.found() && (session != null || task != null && task.isBounded())) {
            notes.add(
                    "calls before this one, or this one, were decided within " + Overlap.NS / 1_000_000
                            + " ms of others on other threads; they may have been counted in another order than they were recorded in");
        }
        if (otherPolicies) {
            notes.add(
                    "calls before this one were decided by other policies than it was; what those did not ask about was not kept then");
        }
        if (incomplete) {
            notes.add(
                    "some of what was done before could not be recorded, or its record can't be used; it is not counted");
        }
    }
}
