package dev.remit.javaagent.enforce;

import dev.remit.engine.Category;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.policy.HostAddresses;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.SessionLimits;
import dev.remit.engine.session.Task;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The enforcement point: every guarded call, in one direction. Attribute it, ask the decision point, record, then let it go
 * on or say the refusal.
 *
 * <p>Guarantees: nothing goes on before its record is in the ring; in {@code enforce} whatever goes wrong in here is a refusal,
 * decided in {@link #refusesAfter} alone; what the guard itself calls is not guarded. In steady state nothing is allocated up to the
 * ring.
 *
 * <p>Thread-safe.
 */
public final class EnforcementPoint extends RemitEngine {
    /** Where not even another one can be made. */
    private static final Session UNKNOWN = Session.refused(null, Denial.NO_SESSION, 0);

    private final Mode mode;
    private final Problems problems;
    private final CarriedCalls carriedCalls = new CarriedCalls();
    private final IdentityMap<String> names = new IdentityMap<>();
    private final Sinks sinks = new Sinks();

    private final Stacks stacks = new Stacks();
    private final HandOvers handOvers = new HandOvers(stacks, new HandOvers.Bequest() {
        @Override
        public <T> void give(Thread heir, ThreadLocal<T> local, T value) {
            bequeath(heir, local, value);
        }
    });

    private final PoliciesInForce policies;
    private final CallEnds ends;
    private final LearnedSecrets secrets;
    private final PendingCalls pendingCalls;
    private final TiedCalls tiedCalls;
    private final TaskRequests taskRequests;
    private final DelegatedRequests delegatedRequests;

    private volatile boolean hiding;

    /** An enforcement point; the gate takes it as its engine. Until it is open, a guarded call is a fault. */
    public EnforcementPoint(Mode mode, Problems problems) {
        this.mode = mode;
        this.problems = problems;
        this.policies = new PoliciesInForce(mode, problems);
        this.ends = new CallEnds(policies, stacks, handOvers, problems);
        this.secrets = new LearnedSecrets(policies, stacks, problems);
        this.pendingCalls = new PendingCalls(ends, secrets, stacks, problems);
        this.tiedCalls = new TiedCalls(stacks, problems);
        this.taskRequests = new TaskRequests(this, policies, stacks, problems);
        this.delegatedRequests = new DelegatedRequests(this, policies, stacks, problems);
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
        hiding = hidesTools && isEnforcing();
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
        sinks.standDown(new Sink() {
            @Override
            public @Nullable Object enter(
                    int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
                return null;
            }
        });
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
        names.putIfAbsent(agent, name);
    }

    @Override
    public @Nullable String nameOf(Object agent) {
        try {
            return names.isEmpty() ? null : names.get(agent, stacks.get().carriedKey);
        } catch (Throwable t) {
            problems.fault(t);
            return null;
        }
    }

    @Override
    public void agent(int site, @Nullable String name, @Nullable Object session) {
        begin(site, name, session, false);
    }

    @Override
    public void run(int site, @Nullable String name, @Nullable Object session) {
        begin(site, name, session, true);
    }

    private void begin(int site, @Nullable String name, @Nullable Object session, boolean once) {
        @Nullable CallStack mine = null;
        try {
            final CallStack stack = stacks.get();
            if (stack.isGuarding()) {
                return;
            }
            mine = stack.enter();
            policies.decisions().scopes().begin(stack, site, name, session, once);
        } catch (Throwable t) {
            // The work goes on, but whose and what it has done is not known: nothing in it is allowed.
            problems.fault(t);
            goOnUnknown(mine, site, refused(name));
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
    }

    private static Session refused(@Nullable String name) {
        try {
            return Session.refused(name, Denial.NO_SESSION, 0);
        } catch (Throwable t) {
            return UNKNOWN;
        }
    }

    /** What follows on this thread, up to an end, is in this session. Throws where that can't be seen to. */
    private void goOnUnknown(@Nullable CallStack mine, int site, @Nullable Session session) {
        final CallStack stack = mine == null ? stacks.get() : mine;
        if (mine != null) {
            stack.backTo(mine.entered);
        }
        stack.push(site, null, null, session, stack.task());
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
    public void turn(int site, @Nullable Object turn, @Nullable String prompt, @Nullable String answer) {
        @Nullable CallStack mine = null;
        try {
            final CallStack stack = stacks.get();
            final @Nullable Call scope = stack.isGuarding() ? null : stack.scope();
            if (scope == null || (turn != null && scope.turn == turn)) {
                return;
            }
            mine = stack.enter();
            scope.turn = turn;
            policies.decisions().turn(stack, scope, prompt, answer);
        } catch (Throwable t) {
            // What follows is decided and recorded in any case; it only lacks its origin, and the fault says so.
            problems.fault(t);
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
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
        return tool(site, request, toolset, name, arguments, session, null, null);
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
        return tool(site, request, toolset, name, arguments, null, client, agent);
    }

    @Override
    public @Nullable String method(
            int site, String toolset, String tool, String parameters, @Nullable Object[] arguments) {
        final NamedArguments named;
        try {
            final CallStack stack = stacks.get();
            if (stack.isGuarding()) {
                return null;
            }
            named = new NamedArguments(parameters, arguments);
            final @Nullable Call open = stack.innermost();
            if (open != null
                    && open.request instanceof NamedArguments outer
                    && stack.isWithinTool(outer, tool)
                    && outer.isSame(named)) {
                // A proxy's or subclass's method, which hands on to the one that it overrides.
                stack.absorb(site);
                return null;
            }
        } catch (Throwable t) {
            return fault(null, site, t);
        }
        return tool(site, named, toolset, tool, named, null, null, null);
    }

    /** A fault hides nothing: the call of what is shown is decided in any case. */
    @Override
    public boolean hides(int site, @Nullable String toolset, @Nullable String name) {
        @Nullable CallStack mine = null;
        try {
            final CallStack stack = stacks.get();
            final @Nullable Session session = !hiding || stack.isGuarding() ? null : stack.session();
            if (session == null || name == null) {
                return false;
            }
            mine = stack.enter();
            return policies.decisions().hides(stack, session, toolset, name);
        } catch (Throwable t) {
            problems.fault(t);
            return false;
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
    }

    private @Nullable String tool(
            int site,
            @Nullable Object request,
            @Nullable String toolset,
            @Nullable String name,
            @Nullable Object arguments,
            @Nullable Object session,
            @Nullable Object client,
            @Nullable String agent) {
        @Nullable CallStack mine = null;
        try {
            final CallStack stack = stacks.get();
            if (stack.isGuarding()) {
                return null;
            }
            if (stack.isWithinTool(request, name)) {
                stack.absorb(site);
                return null;
            }
            mine = stack.enter();
            final Decisions point = policies.decisions();
            final Session whose = client == null
                    ? point.scopes().ofTool(stack, session)
                    : point.scopes().ofClient(stack, client, agent);
            final DecisionRequest asked = point.request(stack, whose, stack.task());
            asked.tool(toolset, name, arguments);
            asked.deny(point.scopes().withoutContext(stack, session));
            final @Nullable String refusal = point.decide(stack, site, asked, stack.parentId(), request, arguments);
            if (refusal == null && name != null) {
                final @Nullable Call open = stack.innermost();
                if (open != null) {
                    open.name = name;
                }
            }
            return refusal;
        } catch (Throwable t) {
            return fault(mine, site, t);
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
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
        @Nullable CallStack mine = null;
        try {
            final CallStack stack = stacks.get();
            if (stack.isGuarding()) {
                return null;
            }
            mine = stack.enter();
            final @Nullable Carried carried = carriedCalls.get(call, stack.carriedKey);
            if (carried == null && stack.isWithin(Category.HTTP, call)) {
                stack.absorb(site);
                return null;
            }
            final Decisions point = policies.decisions();
            final DecisionRequest asked = carried == null
                    ? point.request(stack, stack.session(), stack.task())
                    : point.request(stack, carried.session, carried.task);
            asked.http(method, scheme, host, port, url);
            asked.deny(delegatedRequests.problem(asked, point));
            if (carried != null
                    && carried.isDecided(method, scheme, asked.resource().name(), asked.port(), url)) {
                asked.clear();
                stack.goOn(site, carried, call);
                return null;
            }
            final @Nullable String refusal = point.decide(
                    stack,
                    site,
                    asked,
                    carried == null ? stack.parentId() : carried.callId(),
                    call,
                    url == null ? null : stack.path.pathOf(url));
            if (refusal == null) {
                final @Nullable Call open = stack.innermost();
                if (open != null) {
                    open.name = asked.resource().name();
                    open.port = asked.port();
                    open.method = method;
                    open.scheme = scheme;
                    open.url = url;
                    if (carried != null) {
                        carried.decided(open);
                    }
                }
            }
            return refusal;
        } catch (Throwable t) {
            return fault(mine, site, t);
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
    }

    @Override
    public @Nullable String secret(int site, @Nullable Object request, String store, @Nullable Object names) {
        @Nullable CallStack mine = null;
        try {
            final CallStack stack = stacks.get();
            if (stack.isGuarding()) {
                return null;
            }
            if (stack.isWithin(Category.SECRET, request)) {
                stack.absorb(site);
                return null;
            }
            mine = stack.enter();
            int opened = 0;
            final Decisions point = policies.decisions();
            final long parentId = stack.parentId();
            final @Nullable Session session = stack.session();
            final @Nullable Task task = stack.task();
            if (!(names instanceof Iterable<?> several)) {
                return secret(point, stack, site, request, store, (String) names, parentId, session, task);
            }
            for (Object name : several) {
                final @Nullable String refusal =
                        secret(point, stack, site, request, store, (String) name, parentId, session, task);
                if (refusal != null) {
                    ends.takeBack(stack, stack.entered);
                    return refusal;
                }
                final @Nullable Call open = stack.innermost();
                if (open != null) {
                    open.joined = opened > 0;
                }
                opened++;
            }
            return opened > 0 ? null : secret(point, stack, site, request, store, null, parentId, session, task);
        } catch (Throwable t) {
            final @Nullable String refusal = fault(mine, site, t);
            if (refusal == null) {
                // Its value is kept out of the journal all the same.
                goOnAsSecret(mine, store);
            }
            return refusal;
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
    }

    private static @Nullable String secret(
            Decisions point,
            CallStack stack,
            int site,
            @Nullable Object request,
            String store,
            @Nullable String name,
            long parentId,
            @Nullable Session session,
            @Nullable Task task) {
        final DecisionRequest asked = point.request(stack, session, task);
        asked.secret(store, name);
        asked.deny(point.scopes().withoutContext(stack, null));
        final @Nullable String refusal = point.decide(stack, site, asked, parentId, request, null);
        if (refusal == null) {
            final @Nullable Call open = stack.innermost();
            if (open != null) {
                open.name = asked.resource().name();
            }
        }
        return refusal;
    }

    /** As {@link CallEnds#takeBack}, where that may fail, too. */
    private void takeBackAfterFault(CallStack stack, int depth) {
        for (int i = 0; i < Problems.TRIES; i++) {
            try {
                ends.takeBack(stack, depth);
                return;
            } catch (Throwable t) {
                problems.fault(t);
            }
        }
        stack.backTo(depth);
    }

    @Override
    public void learn(int site, String store, @Nullable String name, @Nullable Object value) {
        secrets.learn(store, name, value);
    }

    /**
     * A socket is about to be connected; null to go on, else the refusal. An allowed HTTP call's own connection is a part of it,
     * and so is what one method of the JDK has another do for it. Whoever rules a name rules its address: one that the name should not
     * mean is decided on its own, beside the name.
     */
    @Override
    public @Nullable String connect(int site, String host, int port, @Nullable Object address) {
        @Nullable CallStack mine = null;
        boolean named = false;
        try {
            final CallStack stack = stacks.get();
            if (stack.isGuarding()) {
                return null;
            }
            mine = stack.enter();
            final Decisions point = policies.decisions();
            final DecisionRequest asked = point.request(stack, stack.session(), stack.task());
            asked.connect(host, port);
            final String name = asked.resource().name();
            final @Nullable InetAddress odd =
                    address instanceof InetAddress inet && !HostAddresses.mayMean(name, inet) ? inet : null;
            final @Nullable Call open = stack.innermost();
            if (open != null && open.isConnectedTo(name, port)) {
                if (odd == null || odd.equals(open.address)) {
                    asked.clear();
                    stack.absorb(site);
                    return null;
                }
            } else {
                final @Nullable String refusal = point.decide(stack, site, asked, stack.parentId(), null, null);
                if (refusal != null) {
                    return refusal;
                }
                connected(stack, name, port);
                if (odd == null) {
                    return null;
                }
                named = true;
            }
            asked.by(stack.session(), stack.task(), stack.nowNs / 1_000_000);
            asked.connect(odd.getHostAddress(), port);
            final @Nullable String refusal = point.decide(stack, site, asked, stack.parentId(), null, name);
            if (refusal != null) {
                ends.takeBack(stack, stack.entered);
                return refusal;
            }
            final Call own = connected(stack, name, port);
            own.address = odd;
            own.joined = named;
            return null;
        } catch (Throwable t) {
            return fault(mine, site, t);
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
    }

    private static Call connected(CallStack stack, String name, int port) {
        final Call open = Objects.requireNonNull(stack.innermost());
        open.name = name;
        open.port = port;
        return open;
    }

    /** A child process is about to be started; null to go on, else the refusal. */
    public @Nullable String exec(int site, String[] command) {
        return decide(site, Category.EXEC, command.length == 0 ? "" : command[0], command);
    }

    /**
     * Native code is about to be loaded, or a javaagent; null to go on, else the refusal.
     *
     * @param code what policies know it by
     * @param loader the class that loads it, or null
     */
    public @Nullable String load(int site, String code, @Nullable Class<?> loader) {
        return decide(site, Category.CODE, code, loader == null ? null : loader.getName());
    }

    private @Nullable String decide(int site, Category category, String name, @Nullable Object arguments) {
        @Nullable CallStack mine = null;
        try {
            final CallStack stack = stacks.get();
            if (stack.isGuarding()) {
                return null;
            }
            mine = stack.enter();
            final Decisions point = policies.decisions();
            final DecisionRequest asked = point.request(stack, stack.session(), stack.task());
            if (category == Category.EXEC) {
                asked.exec(name);
            } else {
                asked.load(name);
            }
            return point.decide(stack, site, asked, stack.parentId(), null, arguments);
        } catch (Throwable t) {
            return fault(mine, site, t);
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
    }

    /**
     * The one place where an unexpected throwable becomes a decision: whether the call is refused for it. It is in
     * {@code enforce}; in {@code observe} the call goes on, and the fault is recorded.
     */
    boolean refusesAfter(Throwable t) {
        problems.fault(t);
        return isEnforcing();
    }

    /** Whether what can't be done is refused. */
    boolean isEnforcing() {
        return mode == Mode.ENFORCE;
    }

    /**
     * A guarded call, or what goes before it, has failed in the guard: null to go on, else the refusal. What was recorded or opened for it
     * is taken back, or ends as any other.
     *
     * @param mine the stack since {@link CallStack#enter}; null where it did not come to that
     */
    private @Nullable String fault(@Nullable CallStack mine, int site, Throwable t) {
        final boolean refuses = refusesAfter(t);
        try {
            if (!refuses) {
                goOnAfterFault(mine == null ? stacks.get() : mine, mine == null ? -1 : mine.entered, site);
            } else if (mine != null) {
                takeBackAfterFault(mine, mine.entered);
            }
        } catch (Throwable again) {
            problems.fault(again);
        }
        return refuses ? Denial.FAULT : null;
    }

    /** Nobody knows where this call goes. As a part of the one around it, it would take along what that one may. */
    private static void goOnAfterFault(CallStack stack, int entered, int site) {
        if (entered < 0) {
            stack.push(site, null, null, stack.session(), stack.task());
            return;
        }
        if (stack.recorded != 0 || stack.depth() == entered) {
            final Call call = stack.push(site, null, null, stack.session(), stack.task());
            call.id = stack.recorded;
        }
        for (int i = entered + 1; i < stack.depth(); i++) {
            stack.at(i).joined = true;
        }
    }

    private void goOnAsSecret(@Nullable CallStack mine, String store) {
        try {
            final @Nullable Call open = (mine == null ? stacks.get() : mine).innermost();
            if (open != null && open.category == null) {
                open.category = Category.SECRET;
                open.name = store;
            }
        } catch (Throwable t) {
            problems.fault(t);
        }
    }

    /** In {@code enforce} what was to be handed over, or to be remembered, is refused: elsewhere it would be taken for the application's own. */
    private void refuseAfter(Throwable t) {
        if (refusesAfter(t)) {
            throw new SecurityException(Denial.FAULT);
        }
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
    public Object learnLater(int site, @Nullable Object ending, String getter) {
        return pendingCalls.learnLater(ending, getter);
    }

    @Override
    public Object subscribed(
            int site,
            @Nullable Object ending,
            Object publisher,
            @Nullable Object self,
            @Nullable String method,
            @Nullable Object argument) {
        final PendingCall first = ending instanceof PendingCall pending ? pending : PendingCall.NONE;
        try {
            final @Nullable Again again = first.isRecorded() && self != null && method != null && argument != null
                    ? Again.of(self, method, argument)
                    : null;
            final Subscribed subscribed = new Subscribed(first, publisher, again);
            final CallStack stack = stacks.get();
            if (!stack.isGuarding()) {
                carriedCalls.put(subscribed, first.isRecorded() ? first.carried() : stack.elsewhere());
            }
            return subscribed;
        } catch (Throwable t) {
            if (refusesAfter(t)) {
                first.accept(t);
                throw new SecurityException(Denial.FAULT);
            }
            return new Subscribed(first, publisher, null);
        }
    }

    /** From now on the value is replaced in whatever is recorded. */
    public void learn(String name, Object value) {
        secrets.learn(name, value);
    }

    /**
     * See {@link RemitGate#carry}. Within an open HTTP call that is this very exchange, what is carried for its first hop stays:
     * later hops and retries belong to that.
     */
    @Override
    public void carry(int site, @Nullable Object key) {
        try {
            final CallStack stack = stacks.get();
            if (key != null && !stack.isGuarding()) {
                carry(stack, key);
            }
        } catch (Throwable t) {
            if (isEnforcing()) {
                carriesNot(site);
            }
            refuseAfter(t);
        }
    }

    private void carry(CallStack stack, Object key) {
        final @Nullable Call open = stack.innermost();
        final @Nullable Call hop = open != null && open.category == Category.HTTP ? open : null;
        if (hop != null && hop.request == key && carriedCalls.get(key, stack.carriedKey) != null) {
            return;
        }
        final Carried carried = stack.carried();
        if (hop != null) {
            if (hop.request == key) {
                carried.decided(hop);
            } else {
                carried.within(hop);
            }
        }
        carriedCalls.put(key, carried);
    }

    /** No end follows of a call whose key can't be carried. */
    private void carriesNot(int site) {
        try {
            final CallStack stack = stacks.get();
            final int at = stack.find(site);
            if (at >= 0) {
                stack.recorded = 0;
                takeBackAfterFault(stack, at);
            }
        } catch (Throwable t) {
            problems.fault(t);
        }
    }

    @Override
    public void resume(int site, @Nullable Object key) {
        try {
            final CallStack stack = stacks.get();
            if (stack.isGuarding()) {
                return;
            }
            final @Nullable Carried carried = carriedCalls.get(key, stack.carriedKey);
            if (carried == null) {
                stack.absorb(site);
            } else {
                stack.goOn(site, carried, key);
            }
        } catch (Throwable t) {
            goOnElsewhere(site, t);
        }
    }

    /** What was to go on here is not known: nothing in it is allowed. */
    private void goOnElsewhere(int site, Throwable t) {
        goOnUnknown(null, site, refusesAfter(t) ? UNKNOWN : null);
    }

    @Override
    public void handOver(Object task) {
        try {
            handOvers.handOver(task);
        } catch (Throwable t) {
            refuseAfter(t);
        }
    }

    @Override
    public Object carrying(Object function, Class<?> type) {
        try {
            return handOvers.carrying(function, type);
        } catch (Throwable t) {
            refuseAfter(t);
            return function;
        }
    }

    @Override
    public void takeUp(int site, Object task) {
        try {
            handOvers.takeUp(site, task, true, false);
        } catch (Throwable t) {
            goOnElsewhere(site, t);
        }
    }

    @Override
    public void tell(int site, @Nullable Object self, @Nullable Object first) {
        boolean quiet = false;
        try {
            quiet = handOvers.isQuiet();
        } catch (Throwable t) {
            problems.fault(t);
        }
        if (!quiet) {
            sink(site, self, first, null);
        }
    }

    @Override
    public @Nullable Object sink(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        final @Nullable IntConsumer listening = sinks.listening;
        if (listening != null) {
            listening.accept(site);
        }
        int depth = -1;
        try {
            final @Nullable CallStack here = stacks.peek();
            depth = here == null ? 0 : here.depth();
            return sinks.at(site).enter(site, self, first, second);
        } catch (Refusal refusal) {
            throw Sneaky.rethrow(refusal.exception());
        } catch (Throwable t) {
            if (sinkFault(depth, site, t)) {
                throw new SecurityException(Denial.FAULT);
            }
            return null;
        }
    }

    /** As {@link #fault}, with whatever the sink may have opened already: no end follows a refusal, and one does follow a fault that is let go on. */
    private boolean sinkFault(int depth, int site, Throwable t) {
        final boolean refuses = refusesAfter(t);
        try {
            final CallStack stack = stacks.get();
            stack.recorded = 0;
            if (!refuses) {
                goOnAfterFault(stack, depth, site);
            } else if (depth >= 0) {
                takeBackAfterFault(stack, depth);
            }
        } catch (Throwable again) {
            problems.fault(again);
        }
        return refuses;
    }

    @Override
    public @Nullable Object sinkResult(
            int site, @Nullable Object self, @Nullable Object first, @Nullable Object result) {
        final @Nullable IntConsumer listening = sinks.listening;
        if (listening != null) {
            listening.accept(site);
        }
        int depth = -1;
        try {
            depth = stacks.get().depth();
            return sinks.at(site).result(site, self, first, result);
        } catch (Refusal refusal) {
            throw Sneaky.rethrow(refusal.exception());
        } catch (Throwable t) {
            // What the sink may have opened itself. The call around the method is ended by the woven handler if we
            // throw.
            resultFault(depth, site, t);
            return result;
        }
    }

    private void resultFault(int depth, int site, Throwable t) {
        final boolean refuses = refusesAfter(t);
        try {
            if (depth >= 0) {
                stacks.get().backTo(depth);
            }
        } catch (Throwable again) {
            problems.fault(again);
        }
        if (refuses) {
            throw new SecurityException(Denial.FAULT);
        }
        end(site, null, t);
    }
}
