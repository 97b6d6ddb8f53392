package dev.remit.javaagent.enforce;

import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.ScopeEvent;
import dev.remit.engine.delegation.DelegatedTask;
import dev.remit.engine.delegation.DelegationException;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.engine.session.Grant;
import dev.remit.engine.session.Label;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.SessionLimits;
import dev.remit.engine.session.SessionListener;
import dev.remit.engine.session.Sessions;
import dev.remit.engine.session.Task;
import dev.remit.engine.session.TaskBinding;
import dev.remit.engine.session.TaskSpec;
import dev.remit.engine.session.Tasks;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Which session and task what is done on a thread belongs to. What begins and ends is recorded. Thread-safe. */
final class Scopes {
    private final Recorder recorder;
    private final Sessions sessions;
    private final ClientSessions clients;
    private final Tasks tasks;
    private final TaskBindings bindings;

    /** For what the application opens itself: sites below all numbers of call sites, each used once. */
    private final AtomicInteger scopeSites = new AtomicInteger();

    private final boolean contextRequired;

    private volatile PolicySnapshot snapshot;

    Scopes(
            PolicySnapshot snapshot,
            Recorder recorder,
            SessionLimits limits,
            TaskBindings bindings,
            boolean contextRequired) {
        this.contextRequired = contextRequired;
        this.bindings = bindings;
        this.snapshot = snapshot;
        this.recorder = recorder;
        this.sessions = new Sessions(limits, new RecordedSessions(this), recorder.runId());
        this.clients = new ClientSessions(sessions);
        this.tasks = new Tasks(new RecordedTasks(recorder));
    }

    /** From now on agents are named as this version of the policies knows them. */
    void by(PolicySnapshot other) {
        snapshot = other;
    }

    Tasks tasks() {
        return tasks;
    }

    /**
     * An AI agent's work begins on this thread: in the session that the framework names, else in the one that it lies in, else in
     * one of its own.
     *
     * @param once whether a session that begins here ends with it
     */
    void begin(CallStack stack, int site, @Nullable String name, @Nullable Object id, boolean once) {
        final @Nullable Session outer = stack.session();
        if (outer != null && isSame(outer, name, id)) {
            bind(stack, stack.push(site, null, null, outer, stack.task()), name);
            return;
        }
        final @Nullable Object own = id != null || outer == null ? named(stack, outer, id) : outer.id();
        final Session session = sessions.open(stack.sessionKey, name, own, nowMs());
        final boolean ends = (once || own == null) && stack.sessionKey.began();
        final Call call = stack.push(site, null, null, session, stack.task());
        call.closesSession = ends;
        bind(stack, call, name);
    }

    /** Where an AI agent's runs are a task, one begins, but within such a one. */
    private void bind(CallStack stack, Call call, @Nullable String name) {
        final @Nullable TaskBinding binding = bindings.ofAgent(name);
        final @Nullable Task outer = call.task;
        if (binding != null && (outer == null || !outer.intent().equals(binding.intent()))) {
            call.task = tasks.open(binding.spec(), outer, opener(stack), nowMs());
            call.closesTask = true;
        }
    }

    /** The session of a tool call: of the AI agent at work, else of the framework's id, else of the thread. */
    Session ofTool(CallStack stack, @Nullable Object id) {
        final @Nullable Session outer = stack.session();
        if (outer != null && (id == null || id.equals(outer.id()))) {
            return outer;
        }
        final @Nullable Object named = named(stack, outer, id);
        if (named != null) {
            return sessions.open(stack.sessionKey, outer == null ? null : outer.agent(), named, nowMs());
        }
        @Nullable Session own = stack.own;
        if (own == null || own.isClosed() || own.isRefused()) {
            own = sessions.open(stack.sessionKey, null, null, nowMs());
            stack.own = own;
        }
        return own;
    }

    /**
     * The session of a tool call that an MCP client makes: of the AI agent at work, else of the client.
     *
     * @param agent what the client calls itself
     */
    Session ofClient(CallStack stack, Object client, @Nullable String agent) {
        final @Nullable Session outer = stack.session();
        return outer != null ? outer : clients.of(stack, client, agent, nowMs());
    }

    /**
     * Why a tool or secret is denied on this thread whatever the policies say: nothing is known of whose doing it is, and that is
     * required. Null where it is not.
     *
     * @param session what the framework says besides
     */
    @Nullable
    String withoutContext(CallStack stack, @Nullable Object session) {
        return contextRequired && session == null && stack.session() == null && stack.task() == null
                ? "neither an AI agent's session nor a task is known on this thread, and context.required=on"
                : null;
    }

    /** What ends with a call, if anything does. */
    void ended(Call call) {
        if (call.closesTask && call.task != null) {
            tasks.close(call.task, "done");
        }
        if (call.closesSession && call.session != null) {
            sessions.close(call.session, "done");
        }
    }

    /** A method that is bound to a task begins. */
    void beginBound(CallStack stack, int site, @Nullable Object user) {
        final @Nullable TaskBinding binding = bindings.get(site);
        if (binding == null) {
            throw new IllegalStateException("no task is bound to call site " + site);
        }
        push(
                stack,
                site,
                tasks.open(
                        binding.onBehalfOf(user == null ? null : user.toString()),
                        stack.task(),
                        opener(stack),
                        nowMs()));
    }

    /** A request has brought a task along: one within it begins. Throws what is said of a token that is not good. */
    Task taken(String token, Delegations delegations) throws DelegationException {
        final long now = nowMs();
        final DelegatedTask task = delegations.accept(token, snapshot.identities(), now);
        return tasks.openWithin(
                task.within(now),
                task.path(),
                task.chain(),
                snapshot.principal(null).uid().id(),
                now);
    }

    /** The application opens a task. */
    OpenScope openTask(CallStack stack, TaskSpec spec) {
        final Task task = tasks.open(spec, stack.task(), opener(stack), nowMs());
        final int site = scopeSites.decrementAndGet();
        push(stack, site, task);
        return new OpenScope(site, stack, task, task.id());
    }

    private static void push(CallStack stack, int site, Task task) {
        final Call call = stack.push(site, null, null, stack.session(), task);
        call.closesTask = true;
    }

    /** The application says that an AI agent's work begins. */
    OpenScope openAgent(CallStack stack, String name, @Nullable Object id) {
        final int site = scopeSites.decrementAndGet();
        begin(stack, site, name, id, false);
        return new OpenScope(site, stack, null, name);
    }

    /**
     * What the application has opened is over.
     *
     * @return whether it was not before
     */
    boolean close(CallStack stack, OpenScope scope) {
        if (scope.stack() != stack) {
            if (scope.task() == null) {
                throw new IllegalStateException(
                        "the work of the AI agent " + scope + " ends on the thread on which it began");
            }
            return tasks.close(scope.task(), "done");
        }
        final int at = stack.find(scope.site());
        if (at < 0) {
            return false;
        }
        final Call call = stack.at(at);
        final boolean open = call.task == null || !call.closesTask || !call.task.isOver();
        ended(call);
        stack.backTo(at);
        return open;
    }

    /** The application widens a task. */
    void grant(Task task, String action, @Nullable String resource, String why, long ttlMs, long uses) {
        final long now = nowMs();
        tasks.grant(task, new Grant(action, resource, why, now + ttlMs, uses), now);
    }

    /** The application says what the work on this thread has touched. */
    void label(CallStack stack, String label) {
        Label.check(label);
        final @Nullable Session session = stack.session();
        final @Nullable Task task = stack.task();
        if (session != null) {
            session.label(label);
        } else if (task != null) {
            task.label(label);
        } else {
            return;
        }
        recorder.scope(
                ScopeEvent.LABELLED,
                0,
                null,
                principal(stack),
                session == null ? null : session.id(),
                task == null ? null : task.path(),
                label,
                null);
    }

    /** The SPIFFE ID of whose doing it is. */
    private String opener(CallStack stack) {
        return snapshot.principal(stack.session()).uid().id();
    }

    private String principal(CallStack stack) {
        return snapshot.principal(stack.session()).text();
    }

    /** What the framework calls the conversation; where it says nothing and no agent is at work around, the servlet request's. */
    private static @Nullable Object named(CallStack stack, @Nullable Session outer, @Nullable Object id) {
        final @Nullable ServedRequest served = id == null && outer == null ? stack.served() : null;
        return served == null ? id : served.session();
    }

    private long nowMs() {
        return recorder.clock().nowNs() / 1_000_000;
    }

    private static boolean isSame(Session outer, @Nullable String name, @Nullable Object id) {
        return (name == null || Objects.equals(name, outer.agent())) && (id == null || id.equals(outer.id()));
    }

    /** Writes the life of sessions into the journal. */
    private record RecordedSessions(Scopes scopes) implements SessionListener {
        @Override
        public void opened(Session session) {
            final @Nullable String agent = session.agent();
            record(ScopeEvent.SESSION_OPENED, session, null, agent == null ? null : Map.of("agent", agent));
        }

        @Override
        public void closed(Session session, String why) {
            record(ScopeEvent.SESSION_CLOSED, session, why, null);
        }

        private void record(
                ScopeEvent event, Session session, @Nullable String why, @Nullable Map<String, String> detail) {
            scopes.recorder.scope(
                    event, 0, null, scopes.snapshot.principal(session).text(), session.id(), null, why, detail);
        }
    }
}
