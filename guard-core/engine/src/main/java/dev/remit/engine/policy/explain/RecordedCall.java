package dev.remit.engine.policy.explain;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Var;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Explanation;
import dev.remit.cedar.eval.Explanation.Evaluated;
import dev.remit.engine.Category;
import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.read.GuardRun;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.redact.SecretMatcher;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.engine.policy.Surroundings;
import dev.remit.engine.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A decision's record put to policies once more. Says of everything that the record does not hold that it does not. For one use. */
final class RecordedCall {
    private static final String DECISION = "decision";
    private static final String ALLOW = "allow";

    /** What the guard binds of the context; of it a record holds what is noted below. */
    private static final Set<String> BOUND = Set.of("input", "http", "session", "task", "system");

    private final CompiledPolicies policies;
    private final @Nullable Surroundings surroundings;
    private final JournalRecord record;
    private final GuardRun run;
    private final List<String> notes = new ArrayList<>();

    RecordedCall(CompiledPolicies policies, @Nullable Surroundings surroundings, JournalRecord record, GuardRun run) {
        this.policies = policies;
        this.surroundings = surroundings;
        this.record = record;
        this.run = run;
    }

    ExplainedCall explain(EarlierRecords earlier, int nearest) throws UnreplayableException, AuditException {
        if (!record.kind().equals(DECISION)) {
            throw new UnreplayableException(what() + " is no decision but a record of kind " + record.kind());
        }
        GuardedCall call = call();
        Set<String> ofPrincipal = policies.attributesRead(Var.PRINCIPAL);
        StateReplay state = new StateReplay(policies, record, call, reads("session") || ofPrincipal.contains("agent"));
        if (state.isNeeded()) {
            earlier.read(state);
        }
        long nowMs = StateReplay.timeMs(record);
        Session replayed = state.session();
        Session session = replayed == null ? call.freshSession(nowMs) : replayed;
        RecordedIdentity identity = new RecordedIdentity(run, call, session == null ? null : session.agent());
        DecisionRequest request = new DecisionRequest(new PolicySnapshot(
                policies, identity.identities(), surroundings == null ? Surroundings.UNKNOWN : surroundings));
        request.by(session, state.task(), nowMs);
        if (!call.ask(request, arguments())) {
            throw unknown(call.principal(), call.action(), call.resource());
        }
        noteNames(request);
        noteContext(call);
        notes.addAll(identity.notes(ofPrincipal));
        state.note(notes);
        notePolicies();
        // What session and task allow is a part of the answer, and comes before what policies do.
        boolean allowed = request.isAllowed();
        Explanation explanation = request.explain(nearest);
        noteGuard(request);
        noteVerdict(allowed, explanation);
        return new ExplainedCall(
                call.principal(), call.action(), call.resource(), request.problem(), explanation, notes);
    }

    private GuardedCall call() throws UnreplayableException {
        EntityUid principal = entity("principal", record.principal());
        EntityUid action = entity("action", record.action());
        EntityUid resource = entity("resource", record.resource());
        GuardedCall call = GuardedCall.of(principal, action, resource);
        if (call == null) {
            throw unknown(principal, action, resource);
        }
        return call;
    }

    private UnreplayableException unknown(EntityUid principal, EntityUid action, EntityUid resource) {
        return new UnreplayableException(
                what() + " is of no call that this version knows: " + principal + " " + action + " " + resource);
    }

    private String what() {
        return "record " + record.sequence();
    }

    private EntityUid entity(String part, @Nullable String text) throws UnreplayableException {
        EntityUid uid = GuardedCall.entity(text);
        if (uid == null) {
            throw new UnreplayableException(
                    what() + " does not hold the whole " + part + ", so that no policy can be asked");
        }
        return uid;
    }

    /** What can be asked again of the arguments: all or nothing. */
    private @Nullable String arguments() {
        boolean partly = record.argumentsCut() || record.argumentsBroken();
        return partly && is(Category.TOOL) ? null : record.arguments();
    }

    private void noteNames(DecisionRequest request) {
        List<String> recorded = List.of(
                String.valueOf(record.principal()), String.valueOf(record.action()), String.valueOf(record.resource()));
        List<String> rebuilt = List.of(
                request.principal().text(),
                request.action().text(),
                request.resource().text());
        for (int i = 0; i < recorded.size(); i++) {
            if (recorded.get(i).contains(SecretMatcher.PLACEHOLDER)) {
                notes.add("a secret's value in " + recorded.get(i) + " was replaced when it was recorded");
            } else if (!recorded.get(i).equals(rebuilt.get(i))) {
                notes.add(recorded.get(i) + " is asked as " + rebuilt.get(i));
            }
        }
    }

    private void noteContext(GuardedCall call) {
        String text = record.arguments();
        if (is(Category.TOOL) && reads("input")) {
            if (record.argumentsBroken()) {
                notes.add("the arguments could not be read when the call was made; policies are asked without any");
            } else if (record.argumentsCut()) {
                notes.add("the record holds only a part of the arguments' " + record.argumentsSize()
                        + " bytes (audit.argument-bytes); policies are asked without any");
            } else if (text != null && text.contains(SecretMatcher.PLACEHOLDER)) {
                notes.add("values of secrets in the arguments were replaced by their names when they were recorded");
            }
        }
        if (is(Category.HTTP) && reads("http", "scheme")) {
            notes.add("the record does not hold context.http.scheme; it is taken for \"" + call.scheme() + '"');
        }
        if (is(Category.HTTP) && reads("http", "path") && record.argumentsCut()) {
            notes.add("the record holds only a part of context.http.path (audit.argument-bytes)");
        }
        if (reads("session") && record.session() == null && call.isAgents()) {
            notes.add("the record does not hold the session; policies are asked as at the beginning of one");
        }
        if (surroundings == null) {
            noteSurroundings();
        }
        for (String attribute : policies.attributesRead(policies.contextSlot())) {
            if (!BOUND.contains(attribute)) {
                notes.add("policies read context." + attribute + ", which no record holds");
            }
        }
    }

    private void noteSurroundings() {
        for (String attribute : List.of("environment", "tenant")) {
            if (reads("system", attribute)) {
                notes.add("policies read context.system." + attribute + ", which no record holds");
            }
        }
        if (reads("system", "hour") || reads("system", "weekday")) {
            notes.add("no record holds the time zone; context.system.hour and weekday are those of UTC");
        }
    }

    private boolean reads(String... path) {
        return policies.contextSlot(path) >= 0;
    }

    private boolean is(Category category) {
        return category.name().toLowerCase(Locale.ROOT).equals(record.category());
    }

    private void notePolicies() {
        String hash = record.policyHash() == null ? run.policyHash() : record.policyHash();
        if (hash == null) {
            notes.add("the journal does not say which policies decided");
        } else if (!hash.equals(policies.hash())) {
            notes.add("other policies or entities than these decided, or the same under other paths: recorded hash="
                    + hash + ", hash of these=" + policies.hash());
        }
    }

    /** Such as a session too many: of this the record says more than can be asked again. */
    private void noteGuard(DecisionRequest request) {
        if (!record.isPermission()
                && record.policyCount() == 0
                && record.reason() != null
                && request.problem() == null) {
            notes.add("the guard itself refused the call then: " + record.reason());
        }
    }

    private void noteVerdict(boolean allowed, @Nullable Explanation explanation) {
        List<String> ids = new ArrayList<>();
        if (explanation != null) {
            for (Evaluated policy : explanation.determining()) {
                ids.add(policy.policy().id());
            }
        }
        boolean sameVerdict = allowed == ALLOW.equals(record.verdict());
        boolean samePolicies = ids.size() == record.policyCount()
                && ids.subList(0, Math.min(ids.size(), record.policies().size()))
                        .equals(record.policies());
        if (!sameVerdict || !samePolicies) {
            notes.add("the answer differs from the recorded one: " + record.verdict() + by(record.policies()) + ", now "
                    + (allowed ? ALLOW : "deny") + by(ids));
        }
    }

    private static String by(List<String> ids) {
        return ids.isEmpty() ? " by no policy" : " by " + String.join(", ", ids);
    }
}
