package dev.remit.javaagent.enforce;

import dev.remit.engine.audit.Category;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.OutcomeEntry;
import dev.remit.engine.audit.OutcomeStatus;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Verdict;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The enforcement point: every guarded call, in one direction. Attribute it, ask the decision point, record, then let it go
 * on or say the refusal.
 *
 * <p>Guarantees: nothing goes on before its record is in the ring; in {@code enforce} whatever goes wrong in here is a refusal,
 * decided in {@link #fault} alone; what the guard itself calls is not guarded. In steady state nothing is allocated up to the
 * ring.
 *
 * <p>Thread-safe.
 */
public final class EnforcementPoint extends RemitEngine {
    private final PolicySnapshot snapshot;
    private final Recorder recorder;
    private final Mode mode;
    private final Problems problems;
    private final CarriedCalls carriedCalls = new CarriedCalls();
    @SuppressWarnings("ThreadLocalUsage") // there is one enforcement point a JVM
    private final ThreadLocal<CallStack> stacks = new Stacks();

    private volatile @Nullable Sink[] sinks = new Sink[0];
    private volatile @Nullable IntConsumer listening;

    /** An enforcement point; the gate takes it as its engine. */
    public EnforcementPoint(
PolicySnapshot snapshot, Recorder recorder, Mode mode, Problems problems) {
        this.snapshot = snapshot;
        this.recorder = recorder;
        this.mode = mode;
        this.problems = problems;
    }

    /** The call sites' sinks, by the sites' numbers. Before this no sink is asked for. */
    public void serve(List<CallSite> sites) {
        final @Nullable Sink[] bySite = new Sink[sites.size()];
        for (int i = 0; i < bySite.length; i++) {
            bySite[i] = sites.get(i).sink();
        }
        sinks = bySite;
    }

    /** Whether the guard itself is at work on this thread, so that nothing it calls is guarded. */
    public boolean isGuarding() {
        return stacks.get().isGuarding();
    }

    /** Lets a call go on that there is nothing to decide about; an end follows it as any other. */
    public void pass(int site) {
        stacks.get().absorb(site);
    }

    /** Does the guard's own work on this thread, unguarded. */
    public void unguarded(Runnable work) {
        final CallStack stack = stacks.get();
        final boolean before = stack.isGuarding();
        stack.guarding(true);
        try {
            work.run();
        } finally {
            stack.guarding(before);
        }
    }

    /**
     * Until it is called with null, a woven JDK method only says that it fired.
     *
     * @param listener told the number of the site that fired; throws, so that the method does not run
     */
    public void listen(@Nullable IntConsumer listener) {
        listening = listener;
    }

    @Override
    public void agent(int site, @Nullable String name, @Nullable Object session) {
        final CallStack stack = stacks.get();
        if (!stack.isGuarding()) {
            stack.push(site, null, true, null, session == null ? stack.session() : session);
        }
    }

    @Override
    public @Nullable String tool(
            int site,
            @Nullable Object request,
            @Nullable String toolset,
            @Nullable String name,
            @Nullable Object arguments,
            @Nullable Object session) {
        final CallStack stack = stacks.get();
        if (stack.isGuarding()) {
            return null;
        }
        if (stack.isWithin(Category.TOOL, request)) {
            stack.absorb(site);
            return null;
        }
        stack.guarding(true);
        try {
            final DecisionRequest asked = stack.request(snapshot);
            asked.tool(true, toolset, name, arguments);
            return decide(stack, site, Category.TOOL, asked, true, stack.parentId(), request, orInherited(session, stack), arguments);
        } catch (Throwable t) {
            return fault(stack, site, t);
        } finally {
            stack.guarding(false);
        }
    }

    @Override
    public @Nullable String http(
            int site,
            @Nullable Object call,
            @Nullable String method,
            @Nullable String scheme,
            @Nullable String host,
            int port,
            @Nullable String url) {
        final CallStack stack = stacks.get();
        if (stack.isGuarding()) {
            return null;
        }
        stack.guarding(true);
        try {
            final @Nullable Carried carried = carriedCalls.get(call, stack.carriedKey);
            if (carried != null && carried.isDecided(method, url)) {
                resume(stack, site, carried, call);
                return null;
            }
            if (carried == null && stack.isWithin(Category.HTTP, call)) {
                stack.absorb(site);
                return null;
            }
            final boolean agent = carried == null ? stack.isAgent() : carried.agent;
            final DecisionRequest asked = stack.request(snapshot);
            asked.http(agent, method, scheme, host, port, url);
            final @Nullable String refusal = decide(
                    stack,
                    site,
                    Category.HTTP,
                    asked,
                    agent,
                    carried == null ? stack.parentId() : carried.callId,
                    call,
                    carried == null ? stack.session() : carried.session,
                    url == null ? null : stack.path.pathOf(url));
            if (refusal == null) {
                final @Nullable Call open = stack.innermost();
                if (open != null) {
                    open.name = asked.resource().name();
                    open.port = asked.port();
                    open.method = method;
                    open.url = url;
                }
                if (carried != null) {
                    carried.decided(method, url, asked.resource().name(), asked.port());
                }
            }
            return refusal;
        } catch (Throwable t) {
            return fault(stack, site, t);
        } finally {
            stack.guarding(false);
        }
    }

    @Override
    public @Nullable String secret(int site, @Nullable Object request, String store, @Nullable Object names) {
        final CallStack stack = stacks.get();
        if (stack.isGuarding()) {
            return null;
        }
        if (stack.isWithin(Category.SECRET, request)) {
            stack.absorb(site);
            return null;
        }
        stack.guarding(true);
        int opened = 0;
        try {
            final long parentId = stack.parentId();
            final boolean agent = stack.isAgent();
            final @Nullable Object session = stack.session();
            if (!(names instanceof Iterable<?> several)) {
                return secret(stack, site, request, store, (String) names, agent, parentId, session);
            }
            for (Object name : several) {
                final @Nullable String refusal =
                        secret(stack, site, request, store, (String) name, agent, parentId, session);
                if (refusal != null) {
                    abandon(stack, site, opened);
                    return refusal;
                }
                final @Nullable Call open = stack.innermost();
                if (open != null) {
                    open.joined = opened > 0;
                }
                opened++;
            }
            return opened > 0 ? null : secret(stack, site, request, store, null, agent, parentId, session);
        } catch (Throwable t) {
            abandon(stack, site, opened);
            return fault(stack, site, t);
        } finally {
            stack.guarding(false);
        }
    }

    private @Nullable String secret(
            CallStack stack,
            int site,
            @Nullable Object request,
            String store,
            @Nullable String name,
            boolean agent,
            long parentId,
            @Nullable Object session) {
        final DecisionRequest asked = stack.request(snapshot);
        asked.secret(agent, store, name);
        final @Nullable String refusal =
                decide(stack, site, Category.SECRET, asked, agent, parentId, request, session, null);
        if (refusal == null) {
            final @Nullable Call open = stack.innermost();
            if (open != null) {
                open.name = asked.resource().name();
            }
        }
        return refusal;
    }

    /** Ends calls that were let through and do not start, because one decided together with them was refused. */
    private void abandon(CallStack stack, int site, int opened) {
        for (int i = 0; i < opened; i++) {
            final @Nullable Call call = stack.pop(site);
            if (call != null) {
                outcome(stack, call.id, OutcomeStatus.REFUSED, recorder.clock().nowNs(), 0, null);
            }
        }
    }

    @Override
    public void learn(int site, String store, @Nullable String name, @Nullable Object value) {
        final CallStack stack = stacks.get();
        if (stack.isGuarding() || value == null) {
            return;
        }
        stack.guarding(true);
        try {
            learn(store + '/' + name, value);
        } catch (Throwable t) {
            problems.fault(t);
        } finally {
            stack.guarding(false);
        }
    }

    /** A socket is about to be connected; null to go on, else the refusal. An allowed HTTP call's own connection is a part of it. */
    public @Nullable String connect(int site, String host, int port) {
        final CallStack stack = stacks.get();
        if (stack.isGuarding()) {
            return null;
        }
        stack.guarding(true);
        try {
            final DecisionRequest asked = stack.request(snapshot);
            asked.connect(stack.isAgent(), host, port);
            final String name = asked.resource().name();
            final @Nullable Call open = stack.innermost();
            if (open != null && open.category == Category.HTTP && open.port == port && open.name.equals(name)
                    || carriedCalls.covers(name, port)) {
                stack.absorb(site);
                return null;
            }
            return decide(
                    stack,
                    site,
                    Category.CONNECT,
                    asked,
                    stack.isAgent(),
                    stack.parentId(),
                    null,
                    stack.session(),
                    null);
        } catch (Throwable t) {
            return fault(stack, site, t);
        } finally {
            stack.guarding(false);
        }
    }

    /** A child process is about to be started; null to go on, else the refusal. */
    public @Nullable String exec(int site, String[] command) {
        final CallStack stack = stacks.get();
        if (stack.isGuarding()) {
            return null;
        }
        stack.guarding(true);
        try {
            final DecisionRequest asked = stack.request(snapshot);
            asked.exec(stack.isAgent(), command.length == 0 ? "" : command[0]);
            return decide(
                    stack,
                    site,
                    Category.EXEC,
                    asked,
                    stack.isAgent(),
                    stack.parentId(),
                    null,
                    stack.session(),
                    command);
        } catch (Throwable t) {
            return fault(stack, site, t);
        } finally {
            stack.guarding(false);
        }
    }

    /** Asks, records, and opens the call or says the refusal. */
    private @Nullable String decide(
            CallStack stack,
            int site,
            Category category,
            DecisionRequest asked,
            boolean agent,
            long parentId,
            @Nullable Object request,
            @Nullable Object session,
            @Nullable Object arguments) {
        final boolean allowed = asked.isAllowed();
        final long id = recorder.nextCallId();
        final long now = recorder.clock().nowNs();
        final DecisionEntry entry = stack.decision;
        entry.callId = id;
        entry.parentCallId = parentId;
        entry.timeNs = now;
        entry.verdict = allowed ? Verdict.ALLOW : Verdict.DENY;
        entry.mode = mode;
        entry.category = category;
        entry.principal = asked.principal().text();
        entry.action = asked.action().text();
        entry.resource = asked.resource().text();
        entry.policies = asked.policyIds();
        entry.policyCount = asked.policyCount();
        entry.reason = asked.reason();
        entry.session = session;
        entry.thread = Thread.currentThread().getName();
        entry.arguments = arguments;
        final boolean recorded;
        try {
            recorded = recorder.decision(entry);
        } finally {
            entry.clear();
        }
        if (asked.errorCount() > 0) {
            problems.policyErrors(asked);
        }
        if (mode == Mode.OBSERVE || allowed && recorded) {
            final Call open = stack.push(site, category, agent, request, session);
            open.id = id;
            open.startNs = now;
            return null;
        }
        if (recorded) {
            outcome(stack, id, OutcomeStatus.REFUSED, now, 0, null);
        }
        return Denial.text(asked, id, recorded);
    }

    /**
     * The one place where an unexpected throwable becomes a decision: whether the call is refused for it. It is in
     * {@code enforce}; in {@code observe} the call goes on, and the fault is recorded.
     */
    private boolean refusesAfter(Throwable t) {
        problems.fault(t);
        return mode == Mode.ENFORCE;
    }

    private @Nullable String fault(CallStack stack, int site, Throwable t) {
        if (refusesAfter(t)) {
            return Denial.FAULT;
        }
        stack.absorb(site);
        return null;
    }

    @Override
    public void end(int site, @Nullable Object result, @Nullable Throwable thrown) {
        final CallStack stack = stacks.get();
        if (stack.isGuarding()) {
            return;
        }
        for (Call call = stack.pop(site); call != null; call = call.joined ? stack.pop(site) : null) {
            if (call.id != 0) {
                ended(call, result, thrown);
            }
        }
    }

    @Override
    public @Nullable Object endLater(int site, @Nullable Object future, @Nullable Throwable thrown) {
        final CallStack stack = stacks.get();
        if (stack.isGuarding()) {
            return null;
        }
        if (thrown != null) {
            end(site, null, thrown);
            return null;
        }
        PendingCall pending = null;
        for (Call call = stack.pop(site); call != null; call = call.joined ? stack.pop(site) : null) {
            if (call.id != 0) {
                pending = new PendingCall(this, call, pending);
            }
        }
        if (pending == null) {
            return future == null ? PendingCall.NONE : null;
        }
        if (future instanceof CompletionStage<?> stage) {
            stage.whenComplete(pending);
            return null;
        }
        return pending;
    }

    /** Records how a call ended, and learns a secret that it brought. Never throws: the application's call is over. */
    void ended(Call call, @Nullable Object result, @Nullable Throwable thrown) {
        final CallStack stack = stacks.get();
        final boolean before = stack.isGuarding();
        stack.guarding(true);
        try {
            if (call.category == Category.SECRET && result != null) {
                learn(call.name, result);
            }
            carriedCalls.ended(call, stack.carriedKey);
            outcome(stack, call.id, status(thrown), recorder.clock().nowNs(), call.startNs, thrown);
        } catch (Throwable t) {
            problems.fault(t);
        } finally {
            stack.guarding(before);
        }
    }

    /** From now on the values are replaced in whatever is recorded. */
    public void learn(String name, Object value) {
        if (value instanceof CharSequence text) {
            recorder.secrets().learn(name, text);
        } else if (value instanceof java.util.Map<?, ?> map) {
            for (Object each : map.values()) {
                if (each != null) {
                    learn(name, each);
                }
            }
        } else if (value instanceof Iterable<?> many) {
            for (Object each : many) {
                if (each != null) {
                    learn(name, each);
                }
            }
        } else if (value instanceof Object[] many) {
            for (Object each : many) {
                if (each != null) {
                    learn(name, each);
                }
            }
        }
    }

    private void outcome(
            CallStack stack, long id, OutcomeStatus status, long now, long startNs, @Nullable Throwable thrown) {
        final OutcomeEntry entry = stack.outcome;
        entry.callId = id;
        entry.timeNs = now;
        entry.status = status;
        entry.durationNs = startNs == 0 ? 0 : now - startNs;
        entry.resultSize = -1;
        entry.error = thrown == null ? null : cause(thrown).getClass().getName();
        try {
            recorder.outcome(entry);
        } finally {
            entry.clear();
        }
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

    @Override
    public void carry(int site, @Nullable Object key) {
        carry(site, key, true);
    }

    /** As {@link #carry}, for a request whose parts are this thread's own, unless something is carried already. */
    public void carryOnce(int site, Object key) {
        final CallStack stack = stacks.get();
        if (!stack.isGuarding() && carriedCalls.get(key, stack.carriedKey) == null) {
            carry(site, key, false);
        }
    }

    private void carry(int site, @Nullable Object key, boolean elsewhere) {
        final CallStack stack = stacks.get();
        if (key == null || stack.isGuarding()) {
            return;
        }
        final @Nullable Call open = stack.innermost();
        final Carried carried = new Carried(site, stack.parentId(), stack.isAgent(), stack.session(), elsewhere);
        if (open != null && open.category == Category.HTTP) {
            carried.decided(open.method, open.url, open.name, open.port);
        }
        carriedCalls.put(key, carried);
    }

    @Override
    public void resume(int site, @Nullable Object key) {
        final CallStack stack = stacks.get();
        if (stack.isGuarding()) {
            return;
        }
        final @Nullable Carried carried = carriedCalls.get(key, stack.carriedKey);
        if (carried == null) {
            stack.absorb(site);
        } else {
            resume(stack, site, carried, key);
        }
    }

    private static void resume(CallStack stack, int site, Carried carried, @Nullable Object key) {
        final Carried.@Nullable Target target = carried.target();
        final Call call = stack.push(site, target == null ? null : Category.HTTP, carried.agent, key, carried.session);
        call.parentId = carried.callId;
        if (target != null) {
            call.name = target.host();
            call.port = target.port();
        }
    }

    @Override
    public @Nullable Object sink(
            int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        final @Nullable IntConsumer listener = listening;
        if (listener != null) {
            listener.accept(site);
        }
        final @Nullable Sink sink = sinks[site];
        if (sink == null) {
            throw new IllegalStateException("call site " + site + " has no sink");
        }
        try {
            return sink.enter(site, self, first, second);
        } catch (Refusal refusal) {
            throw Sneaky.rethrow(refusal.exception());
        } catch (Throwable t) {
            if (fault(stacks.get(), site, t) != null) {
                throw new SecurityException(Denial.FAULT);
            }
            return null;
        }
    }

    @Override
    public @Nullable Object sinkResult(
            int site, @Nullable Object self, @Nullable Object first, @Nullable Object result) {
        final @Nullable IntConsumer listener = listening;
        if (listener != null) {
            listener.accept(site);
        }
        final @Nullable Sink sink = sinks[site];
        if (sink == null) {
            throw new IllegalStateException("call site " + site + " has no sink");
        }
        try {
            return sink.result(site, self, first, result);
        } catch (Refusal refusal) {
            throw Sneaky.rethrow(refusal.exception());
        } catch (Throwable t) {
            end(site, null, t);
            if (refusesAfter(t)) {
                throw new SecurityException(Denial.FAULT);
            }
            return result;
        }
    }

    private static @Nullable Object orInherited(@Nullable Object session, CallStack stack) {
        return session == null ? stack.session() : session;
    }

    private static final class Stacks extends ThreadLocal<CallStack> {
        @Override
        protected CallStack initialValue() {
            return new CallStack();
        }
    }
}
