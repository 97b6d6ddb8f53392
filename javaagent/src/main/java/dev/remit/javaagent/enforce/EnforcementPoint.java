package dev.remit.javaagent.enforce;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.engine.session.SessionLimits;
import dev.remit.javaagent.weave.CallSite;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The enforcement point: every guarded call, in one direction. Attribute it, ask the decision point, record, then let it go
 * on or say the refusal. What the gate and the hooks call is here; what it does, in the room of its kind.
 *
 * <p>Guarantees: nothing goes on before its record is in the ring; in {@code enforce} whatever goes wrong in here is a refusal,
 * decided in {@link FailClosed} alone; what the guard itself calls is not guarded. In steady state nothing is allocated up to the
 * ring.
 *
 * <p>Thread-safe.
 */
public final class EnforcementPoint extends RemitEngine {
    private final Problems problems;
    private final Stacks stacks = new Stacks();
    private final HandOvers handOvers = new HandOvers(stacks, new HandOvers.Bequest() {
        @Override
        public <T> void give(Thread heir, ThreadLocal<T> local, T value) {
            bequeath(heir, local, value);
        }
    });

    private final PoliciesInForce policies;
    private final CallEnds ends;
    private final LearnedSecrets learnedSecrets;
    private final PendingCalls pendingCalls;
    private final TiedCalls tiedCalls;
    private final AgentWork agentWork;
    private final TaskRequests taskRequests;
    private final DelegatedRequests delegatedRequests;
    private final ToolCalls toolCalls;
    private final NetworkCalls networkCalls;
    private final SecretFetches secretFetches;
    private final ForeignCode foreignCode;
    private final CarriedWork carriedWork;
    private final Sinks sinks;

    /** An enforcement point; the gate takes it as its engine. Until it is open, a guarded call is a fault. */
    public EnforcementPoint(Mode mode, Problems problems) {
        this.problems = problems;
        policies = new PoliciesInForce(mode, problems);
        ends = new CallEnds(policies, stacks, handOvers, problems);
        learnedSecrets = new LearnedSecrets(policies, stacks, problems);
        pendingCalls = new PendingCalls(ends, learnedSecrets, stacks, problems);
        tiedCalls = new TiedCalls(stacks, problems);
        final FailClosed failClosed = new FailClosed(mode, ends, stacks, problems);
        agentWork = new AgentWork(policies, failClosed, stacks, problems);
        taskRequests = new TaskRequests(policies, failClosed, stacks, problems);
        delegatedRequests = new DelegatedRequests(policies, failClosed, stacks, problems);
        final CarriedCalls carriedCalls = new CarriedCalls();
        toolCalls = new ToolCalls(policies, failClosed, stacks, problems);
        networkCalls = new NetworkCalls(policies, failClosed, delegatedRequests, carriedCalls, ends, stacks);
        secretFetches = new SecretFetches(policies, failClosed, ends, stacks, problems);
        foreignCode = new ForeignCode(policies, failClosed, stacks);
        carriedWork = new CarriedWork(failClosed, carriedCalls, handOvers, stacks, problems);
        sinks = new Sinks(failClosed, ends, handOvers, stacks, problems);
    }

    /** From now on calls are decided by these policies, and recorded. */
    public void open(
            PolicySnapshot snapshot,
            Recorder recorder,
            SessionLimits limits,
            TaskBindings bindings,
            boolean contextRequired,
            boolean hidesTools) {
        problems.tell(recorder);
        toolCalls.hide(hidesTools);
        policies.open(snapshot, recorder, new Scopes(snapshot, recorder, limits, bindings, contextRequired));
    }

    /** From now on calls are decided by these policies. One that is being decided, and what it records, stays with those before. */
    public void replace(PolicySnapshot snapshot) {
        policies.replace(snapshot);
    }

    /** From now on the workload and its AI agents act as these. */
    public void actAs(Identities identities) {
        policies.actAs(identities);
    }

    /** From now on tasks are handed on and taken as these say. To be called before the guard is open. */
    public void delegate(Delegations now) {
        delegatedRequests.delegate(now);
    }

    /** The call sites' sinks, by the sites' numbers. Before this no sink is asked for. */
    public void serve(List<CallSite> sites) {
        sinks.serve(sites);
    }

    /**
     * The guard could not start, and the application goes on without it: what is woven lets everything pass. An end that finds
     * nothing open does nothing.
     */
    public void standDown() {
        sinks.standDown();
    }

    /** What the hooks of the JDK's hand-overs tell. */
    public HandOvers handOvers() {
        return handOvers;
    }

    /** Whether the guard itself is at work on this thread, so that nothing it calls is guarded. */
    public boolean isGuarding() {
        final @Nullable CallStack stack = stacks.peek();
        return stack != null && stack.isGuarding();
    }

    /** Lets a call go on that there is nothing to decide about; an end follows it as any other. */
    public void pass(int site) {
        stacks.get().absorb(site);
    }

    /** Does the guard's own work on this thread, unguarded. */
    public void unguarded(Runnable work) {
        final CallStack stack = stacks.get();
        final boolean before = stack.guarding;
        stack.guarding = true;
        try {
            work.run();
        } finally {
            stack.guarding = before;
        }
    }

    /**
     * Until it is called with null, a woven JDK method only says that it fired.
     *
     * @param listener told the number of the site that fired; throws, so that the method does not run
     */
    public void listen(@Nullable IntConsumer listener) {
        sinks.listen(listener);
    }

    /** What the application's framework calls an object that is an AI agent; the first name stays. */
    public void name(Object agent, String name) {
        agentWork.name(agent, name);
    }

    @Override
    public @Nullable String nameOf(Object agent) {
        return agentWork.nameOf(agent);
    }

    @Override
    public void agent(int site, @Nullable String name, @Nullable Object session) {
        agentWork.begin(site, name, session, false);
    }

    @Override
    public void run(int site, @Nullable String name, @Nullable Object session) {
        agentWork.begin(site, name, session, true);
    }

    @Override
    public void turn(int site, @Nullable Object turn, @Nullable String prompt, @Nullable String answer) {
        agentWork.turn(turn, prompt, answer);
    }

    @Override
    public void task(int site, @Nullable Object user) {
        taskRequests.begin(site, user);
    }

    @Override
    public @Nullable Object openTask(
            String intent,
            @Nullable String user,
            long ttlMs,
            @Nullable Object budgets,
            @Nullable Object labels,
            @Nullable Object tools) {
        return taskRequests.open(intent, user, ttlMs, budgets, labels, tools);
    }

    @Override
    public void closeTask(@Nullable Object handle) {
        taskRequests.close(handle);
    }

    @Override
    public void grant(
            @Nullable Object handle, String action, @Nullable String resource, String why, long ttlMs, long uses) {
        taskRequests.grant(handle, action, resource, why, ttlMs, uses);
    }

    @Override
    public void label(String label) {
        taskRequests.label(label);
    }

    @Override
    public @Nullable Object openAgent(String name, @Nullable Object session) {
        return taskRequests.openAgent(name, session);
    }

    @Override
    public void closeAgent(@Nullable Object handle) {
        taskRequests.close(handle);
    }

    @Override
    public @Nullable Object request(int site, @Nullable Object request, @Nullable Object response) {
        return delegatedRequests.serve(site, request, response);
    }

    @Override
    public @Nullable String taskToken(int site) {
        return delegatedRequests.token();
    }

    @Override
    public boolean hides(int site, @Nullable String toolset, @Nullable String name) {
        return toolCalls.hides(toolset, name);
    }

    @Override
    public @Nullable String tool(
            int site,
            @Nullable Object request,
            @Nullable String toolset,
            @Nullable String name,
            @Nullable Object arguments,
            @Nullable Object session) {
        return toolCalls.call(site, request, toolset, name, arguments, session, null, null);
    }

    @Override
    public @Nullable String clientTool(
            int site,
            @Nullable Object request,
            @Nullable String toolset,
            @Nullable String name,
            @Nullable Object arguments,
            Object client,
            @Nullable String agent) {
        return toolCalls.call(site, request, toolset, name, arguments, null, client, agent);
    }

    @Override
    public @Nullable String method(
            int site, String toolset, String tool, String parameters, @Nullable Object[] arguments) {
        return toolCalls.method(site, toolset, tool, parameters, arguments);
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
        return networkCalls.http(site, call, method, scheme, host, port, url);
    }

    @Override
    public @Nullable String connect(int site, String host, int port, @Nullable Object address) {
        return networkCalls.connect(site, host, port, address);
    }

    @Override
    public @Nullable String secret(int site, @Nullable Object request, String store, @Nullable Object names) {
        return secretFetches.secret(site, request, store, names);
    }

    /** A child process is about to be started; null to go on, else the refusal. */
    public @Nullable String exec(int site, String[] command) {
        return foreignCode.exec(site, command);
    }

    /**
     * Native code is about to be loaded, or a javaagent; null to go on, else the refusal.
     *
     * @param code what policies know it by
     * @param loader the class that loads it, or null
     */
    public @Nullable String load(int site, String code, @Nullable Class<?> loader) {
        return foreignCode.load(site, code, loader);
    }

    @Override
    public void learn(int site, String store, @Nullable String name, @Nullable Object value) {
        learnedSecrets.learn(store, name, value);
    }

    /** From now on the value is replaced in whatever is recorded. */
    public void learn(String name, Object value) {
        learnedSecrets.learn(name, value);
    }

    @Override
    public void end(int site, @Nullable Object result, @Nullable Throwable thrown) {
        ends.end(site, result, thrown);
    }

    @Override
    public @Nullable Object endLater(int site, @Nullable Object future, @Nullable Throwable thrown) {
        return pendingCalls.endLater(site, future, thrown);
    }

    @Override
    public Object learnLater(int site, @Nullable Object ending, String getter) {
        return pendingCalls.learnLater(ending, getter);
    }

    @Override
    public void tie(int site, @Nullable Object ending, @Nullable Object object) {
        tiedCalls.tie(ending, object);
    }

    @Override
    public @Nullable Object ending(int site, @Nullable Object object) {
        return tiedCalls.ending(object);
    }

    @Override
    public void ended(int site, @Nullable Object object, @Nullable Throwable thrown) {
        tiedCalls.ended(object, thrown);
    }

    @Override
    public void cancelled(int site, @Nullable Object object) {
        tiedCalls.cancelled(object);
    }

    @Override
    public void carry(int site, @Nullable Object key) {
        carriedWork.carry(site, key);
    }

    @Override
    public void carryAs(int site, @Nullable Object key, @Nullable Object other) {
        carriedWork.carryAs(key, other);
    }

    @Override
    public void resume(int site, @Nullable Object key) {
        carriedWork.resume(site, key);
    }

    @Override
    public Object subscribed(
            int site,
            @Nullable Object ending,
            Object publisher,
            @Nullable Object self,
            @Nullable String method,
            @Nullable Object argument) {
        return carriedWork.subscribed(ending, publisher, self, method, argument);
    }

    @Override
    public void handOver(Object task) {
        carriedWork.handOver(task);
    }

    @Override
    public Object carrying(Object function, Class<?> type) {
        return carriedWork.carrying(function, type);
    }

    @Override
    public void takeUp(int site, Object task) {
        carriedWork.takeUp(site, task);
    }

    @Override
    public void tell(int site, @Nullable Object self, @Nullable Object first) {
        sinks.tell(site, self, first);
    }

    @Override
    public @Nullable Object sink(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        return sinks.enter(site, self, first, second);
    }

    @Override
    public @Nullable Object sinkResult(
            int site, @Nullable Object self, @Nullable Object first, @Nullable Object result) {
        return sinks.result(site, self, first, result);
    }
}
