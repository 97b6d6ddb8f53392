package dev.remit.javaagent.enforce;

import dev.remit.engine.Category;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.OutcomeEntry;
import dev.remit.engine.audit.OutcomeStatus;
import dev.remit.engine.audit.PromptEntry;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.ScopeEvent;
import dev.remit.engine.audit.Verdict;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.engine.session.Grant;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Decided, and recorded before it is acted on: one call's way through the decision point, under one version of the policies, and the
 * recorder. What it throws, {@link FailClosed} makes a decision of. Allocates nothing up to the ring; thread-safe.
 */
final class Decisions {
    private final Recorder recorder;
    private final Mode mode;
    private final Problems problems;
    private final Scopes scopes;
    private final ThreadRequests requests;
    private final FirstTimes errors = new FirstTimes();

    Decisions(PolicySnapshot snapshot, Recorder recorder, Scopes scopes, Mode mode, Problems problems) {
        this.requests = new ThreadRequests(snapshot);
        this.recorder = recorder;
        this.scopes = scopes;
        this.mode = mode;
        this.problems = problems;
    }

    /** The same but by another version of the policies. */
    Decisions by(PolicySnapshot other) {
        scopes.by(other);
        return new Decisions(other, recorder, scopes, mode, problems);
    }

    /** Sessions and tasks. */
    Scopes scopes() {
        return scopes;
    }

    /** The version of the policies that decides. */
    PolicySnapshot snapshot() {
        return requests.snapshot();
    }

    /** Now, in milliseconds since the epoch. */
    long nowMs() {
        return recorder.clock().nowNs() / 1_000_000;
    }

    /** The thread's request, to be filled and given to {@link #decide}. */
    DecisionRequest request(CallStack stack, @Nullable Session session, @Nullable Task task) {
        final DecisionRequest request = requests.of(stack);
        stack.nowNs = recorder.clock().nowNs();
        request.by(session, task, stack.nowNs / 1_000_000);
        return request;
    }

    /** Asks, records, and opens the call or says the refusal. */
    @Nullable
    String decide(
            CallStack stack,
            int site,
            DecisionRequest asked,
            long parentId,
            @Nullable Object request,
            @Nullable Object arguments) {
        try {
            return decided(stack, site, asked, parentId, request, arguments);
        } finally {
            // The thread's request outlives session and task.
            asked.clear();
        }
    }

    private @Nullable String decided(
            CallStack stack,
            int site,
            DecisionRequest asked,
            long parentId,
            @Nullable Object request,
            @Nullable Object arguments) {
        final boolean allowed = asked.isAllowed();
        final long id = recorder.nextCallId();
        final long now = stack.nowNs;
        final @Nullable Session session = asked.session();
        final @Nullable Task task = asked.task();
        final DecisionEntry entry = stack.decision;
        entry.callId = id;
        entry.parentCallId = parentId;
        entry.timeNs = now;
        entry.decided(
                allowed ? Verdict.ALLOW : Verdict.DENY,
                mode,
                asked.category(),
                asked.principal().text(),
                asked.action().text(),
                asked.resource().text(),
                asked.policyIds(),
                asked.policyCount(),
                asked.snapshot().hashBytes(),
                Thread.currentThread().getName());
        entry.reason = asked.reason();
        entry.session = session == null ? null : session.id();
        entry.task = task == null ? null : task.path();
        entry.arguments = arguments;
        final boolean recorded;
        try {
            recorded = recorder.decision(entry);
            stack.recorded = recorded ? id : 0;
        } finally {
            entry.clear();
        }
        if (!recorded) {
            problems.notRecorded(recorder.failure(), recorder.stall());
        }
        problems.catchUp();
        if (asked.errorCount() > 0) {
            problems.policyErrors(asked, errors);
        }
        final boolean goesOn = mode == Mode.OBSERVE || allowed && recorded;
        final @Nullable Grant grant = asked.settle(allowed, goesOn);
        if (goesOn) {
            if (grant != null && task != null) {
                scopes.tasks().used(task, grant, id);
            }
            final Call open = stack.push(site, asked.category(), request, session, task);
            open.id = id;
            open.startNs = now;
            stack.recorded = 0;
            return null;
        }
        if (recorded) {
            outcome(stack, id, OutcomeStatus.REFUSED, now, 0, null, null);
            stack.recorded = 0;
        }
        return Denial.text(asked, id, recorded);
    }

    /** Whether a tool is of no use to a session's AI agent in any case; recorded the first time. */
    boolean hides(CallStack stack, Session session, @Nullable String toolset, String name) {
        final DecisionRequest asked = request(stack, session, stack.task());
        try {
            asked.tool(toolset, name, null);
            if (!asked.isDeniedInAnyContext()) {
                return false;
            }
            if (session.hide(asked.resource().name() + '/' + name)) {
                final @Nullable Task task = asked.task();
                recorder.scope(
                        ScopeEvent.TOOL_HIDDEN,
                        0,
                        null,
                        asked.principal().text(),
                        session.id(),
                        task == null ? null : task.path(),
                        name,
                        toolOf(asked));
            }
            return true;
        } finally {
            asked.clear();
        }
    }

    private static Map<String, String> toolOf(DecisionRequest asked) {
        final Map<String, String> detail = new LinkedHashMap<>();
        detail.put("action", asked.action().text());
        detail.put("resource", asked.resource().text());
        return detail;
    }

    /** Records what the model was asked and answered: the calls that follow within the scope are its doing. */
    void turn(CallStack stack, Call scope, @Nullable String prompt, @Nullable String answer) {
        // Answers within one beginning of an AI agent's work stand side by side.
        final long parentId = scope.turnId == 0 ? stack.parentId() : scope.turnParentId;
        scope.turnId = 0;
        final long id = recorder.nextCallId();
        final PromptEntry entry = stack.prompt();
        entry.callId = id;
        entry.parentCallId = parentId;
        entry.timeNs = recorder.clock().nowNs();
        entry.session = scope.session == null ? null : scope.session.id();
        entry.prompt = prompt;
        entry.answer = answer;
        try {
            if (recorder.prompt(entry)) {
                scope.turnId = id;
                scope.turnParentId = parentId;
            }
        } finally {
            entry.clear();
        }
    }

    /** Records that a call that was let through does not start after all. */
    void refused(CallStack stack, long id) {
        outcome(stack, id, OutcomeStatus.REFUSED, recorder.clock().nowNs(), 0, null, null);
    }

    /** Records how a call ended, once, and learns a secret that it brought; may be tried again where it has failed. */
    void ended(CallStack stack, Call call, @Nullable Object result, @Nullable Throwable thrown) {
        try {
            if (call.category == Category.SECRET && result != null) {
                learn(call.name, result);
            }
        } finally {
            if (call.id != 0 && !call.over) {
                final @Nullable CharSequence text =
                        call.category == Category.TOOL && result instanceof CharSequence given ? given : null;
                outcome(stack, call.id, status(thrown), recorder.clock().nowNs(), call.startNs, text, thrown);
                call.over = true;
            }
        }
    }

    private void outcome(
            CallStack stack,
            long id,
            OutcomeStatus status,
            long now,
            long startNs,
            @Nullable CharSequence result,
            @Nullable Throwable thrown) {
        final OutcomeEntry entry = stack.outcome;
        // Before, not after, so that nothing can fail behind the ring.
        entry.clear();
        entry.callId = id;
        entry.timeNs = now;
        entry.status = status;
        entry.durationNs = startNs == 0 ? 0 : now - startNs;
        entry.result = result;
        entry.error = thrown == null ? null : cause(thrown).getClass().getName();
        recorder.outcome(entry);
        entry.result = null;
    }

    private static OutcomeStatus status(@Nullable Throwable thrown) {
        if (thrown == null) {
            return OutcomeStatus.OK;
        }
        return cause(thrown) instanceof CancellationException ? OutcomeStatus.CANCELLED : OutcomeStatus.ERROR;
    }

    private static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /** From now on the values are replaced in whatever is recorded. */
    void learn(String name, Object value) {
        for (CharSequence text : Texts.in(value)) {
            recorder.secrets().learn(name, text);
        }
    }
}
