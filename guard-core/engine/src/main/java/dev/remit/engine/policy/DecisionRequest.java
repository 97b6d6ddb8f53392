package dev.remit.engine.policy;

import dev.remit.cedar.eval.BindStatus;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.Explanation;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.Value;
import dev.remit.engine.Category;
import dev.remit.engine.session.Grant;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.Task;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question to the decision point, and its answer: who wants to do what, to what. Reused for one call after the other.
 *
 * <p>Guarantees: a request that was not understood (no name, a reserved one, arguments that are no JSON while a policy reads
 * them) is denied, never decided on a part of it. Asking allocates nothing once the entities it names are cached.
 *
 * <p>Not thread-safe: one for each thread.
 */
public final class DecisionRequest {
    private final PolicySnapshot snapshot;
    private final @Nullable RequestFrame frame;
    private final ContextSlots slots;
    private final CallState state;
    private Category category = Category.CONNECT;
    private GuardedEntity principal;
    private GuardedEntity action;
    private GuardedEntity resource;
    private @Nullable String problem;
    private int port;
    private @Nullable String[] policyIds = new String[4];
    private int policyCount;

    /** A request against one version of the policies. */
    public DecisionRequest(PolicySnapshot snapshot) {
        this.snapshot = snapshot;
        final @Nullable CompiledPolicies policies = snapshot.policies;
        this.frame = policies == null ? null : policies.newFrame();
        this.slots = new ContextSlots(policies);
        this.state = new CallState(snapshot, frame);
        this.principal = snapshot.workload;
        this.action = snapshot.connect;
        this.resource = snapshot.workload;
    }

    /** The version of the policies that is asked. */
    public PolicySnapshot snapshot() {
        return snapshot;
    }

    /**
     * Whose the calls are that are asked about from now on. A call that was reserved by {@link #isAllowed} and not settled is
     * taken back.
     *
     * @param session the AI agent's session; null for what the application itself does
     * @param task null for none
     * @param nowMs when it is asked, in milliseconds since the epoch
     */
    public void by(@Nullable Session session, @Nullable Task task, long nowMs) {
        state.by(session, task, nowMs);
    }

    /**
     * A tool call.
     *
     * @param arguments JSON text, a map, or null
     */
    public void tool(@Nullable String toolset, @Nullable String name, @Nullable Object arguments) {
        final String known = name == null ? "" : name;
        begin(
                Category.TOOL,
                known,
                snapshot.tools.get(known, "", 0),
                snapshot.toolsets.get(toolset == null || toolset.isEmpty() ? "unknown" : toolset, "", 0));
        if (problem != null) {
            return;
        }
        if (known.isBlank()) {
            problem = "the tool has no name";
        } else if (Vocabulary.isReserved(known)) {
            problem = "the tool's name is the name of an action of the guard's own; rename the tool";
        } else if (frame != null && slots.input >= 0) {
            bindInput(frame, arguments);
        }
    }

    /**
     * An HTTP request.
     *
     * @param port the port, or -1 for the scheme's own
     * @param url the path, or a URL whose path is read
     */
    public void http(
            @Nullable String method, @Nullable String scheme, @Nullable String host, int port, @Nullable String url) {
        final String verb = method == null ? "GET" : method;
        final String protocol = scheme == null ? "http" : scheme;
        final int number = port >= 0 ? port : defaultPort(protocol);
        final String name = host == null ? "" : host;
        this.port = number;
        begin(Category.HTTP, null, snapshot.methods.get(verb, "", 0), snapshot.hosts.get(name, "", number));
        if (problem != null) {
            return;
        }
        if (name.isEmpty()) {
            problem = "the request names no host";
        } else if (!Vocabulary.isHttpMethod(verb)) {
            problem = "the request's method is none of HTTP's own, in capitals, so that it could pass for a tool";
        } else if (frame != null) {
            slots.bindHttp(frame, verb, protocol, resource.name(), number, url == null ? "" : url);
        }
    }

    /** A secret is fetched: {@code store/name}; an ARN or path is brought into the one form that policies name it in. */
    public void secret(String store, @Nullable String name) {
        final String known = name == null ? "" : SecretNames.canonical(store, name);
        begin(Category.SECRET, null, snapshot.fetchSecret, snapshot.secrets.get(store, known, 0));
        if (known.isEmpty()) {
            deny("the secret has no name");
        }
    }

    /** A socket is connected. */
    public void connect(String host, int port) {
        begin(Category.CONNECT, null, snapshot.connect, snapshot.hosts.get(host, "", port));
    }

    /** A child process is started. */
    public void exec(String program) {
        begin(Category.EXEC, null, snapshot.exec, snapshot.programs.get(program, "", 0));
    }

    /** Native code is loaded, or a javaagent. */
    public void load(String code) {
        begin(Category.CODE, null, snapshot.loadCode, snapshot.codes.get(code, "", 0));
    }

    /** Denies what is asked about, whatever the policies say; {@code why} is for whoever made the call, null for no reason to. */
    public void deny(@Nullable String why) {
        if (problem == null) {
            problem = why;
        }
    }

    @SuppressWarnings("ReferenceEquality") // an equal one is stored, and does no harm
    private void begin(
            Category newCategory, @Nullable String tool, GuardedEntity newAction, GuardedEntity newResource) {
        final GuardedEntity newPrincipal = snapshot.principal(state.session());
        // Mostly they are what they were, and to look is cheaper than to store: see DecisionEntry.decided.
        if (principal != newPrincipal) {
            principal = newPrincipal;
        }
        if (category != newCategory) {
            category = newCategory;
        }
        if (action != newAction) {
            action = newAction;
        }
        if (resource != newResource) {
            resource = newResource;
        }
        problem = snapshot.identityProblem;
        state.begin(newCategory, tool);
        if (frame != null
                && principal.resolved() != null
                && newAction.resolved() != null
                && newResource.resolved() != null) {
            frame.reset();
            frame.principal(principal.resolved());
            frame.action(newAction.resolved());
            frame.resource(newResource.resolved());
        }
    }

    private void bindInput(RequestFrame target, @Nullable Object arguments) {
        if (arguments == null) {
            return;
        }
        final BindStatus status;
        if (arguments instanceof Map<?, ?> map) {
            status = target.bindMap(slots.input, map);
        } else if (arguments instanceof String json) {
            status = json.isBlank() ? BindStatus.OK : target.bindJson(slots.input, json);
        } else {
            status = BindStatus.NOT_JSON;
        }
        problem = switch (status) {
            case OK -> null;
            case NOT_JSON -> "the tool's arguments are not JSON, and a policy reads them";
            case NOT_AN_OBJECT -> "the tool's arguments are no JSON object, and a policy reads them";
            case TOO_DEEP -> "the tool's arguments are nested too deep";
            case TOO_LARGE -> "the tool's arguments are too large";
            case DUPLICATE_KEY -> "the tool's arguments name an attribute twice that a policy reads";
        };
    }

    /**
     * Whether the request is allowed. While there is no policy everything is that session and task can do. The call counts from
     * here on, until it is settled or another is asked about.
     */
    @SuppressWarnings("ReferenceEquality") // as in begin
    public boolean isAllowed() {
        policyCount = 0;
        final @Nullable String beyond = state.reserve(action, resource);
        if (problem == null) {
            problem = beyond;
        }
        if (problem != null) {
            return false;
        }
        if (frame == null || snapshot.policies == null) {
            return true;
        }
        final boolean allowed = snapshot.policies.decide(frame) == Decision.ALLOW;
        policyCount = frame.determiningCount();
        if (policyIds.length < policyCount) {
            policyIds = new String[policyCount];
        }
        for (int i = 0; i < policyCount; i++) {
            final String id =
                    snapshot.policies.policy(frame.determiningPolicy(i)).id();
            if (policyIds[i] != id) {
                policyIds[i] = id;
            }
        }
        return allowed;
    }

    /**
     * Whether the policies deny what is asked about whatever its arguments are and whatever session and task have done, so that there
     * is no use in offering it. What else may stand in the way is not looked at, for it may pass: a proof of identity that is
     * missing, or a task's list of tools, which a grant widens. Counts nothing; looks at every policy.
     */
    public boolean isDeniedInAnyContext() {
        return problem == null
                && frame != null
                && snapshot.policies != null
                && snapshot.policies.deniesInAnyContext(frame);
    }

    /**
     * What became of the call: it counts in its session and task, or no more; and the session has touched what resource and
     * policies are labelled with.
     *
     * @param allowed what {@link #isAllowed} said
     * @param goesOn whether the call goes ahead all the same, or does not
     * @return the grant that the call has used; null for none
     */
    public @Nullable Grant settle(boolean allowed, boolean goesOn) {
        final @Nullable Grant used = state.settle(resource, allowed, goesOn);
        if (goesOn && state.keepsLabels()) {
            state.label(resource.labels());
            for (int i = 0; allowed && i < policyCount; i++) {
                state.label(snapshot.labels(String.valueOf(policyIds[i])));
            }
        }
        return used;
    }

    /**
     * Counts a call that was decided before as it was counted then, without asking anybody: for making a state again from what was
     * recorded.
     *
     * @param determining ids of the policies that determined the answer
     */
    public void recount(List<String> determining, boolean allowed, boolean goesOn) {
        state.reserve(action, resource);
        policyIds = determining.toArray(new String[0]);
        policyCount = policyIds.length;
        settle(allowed, goesOn);
    }

    /** Lets go of session, task and what was not settled. */
    public void clear() {
        state.clear();
    }

    /**
     * Why the answer is what it is; null where no policy was asked. Decides once more and allocates: not for a call's path.
     *
     * @param nearest how many permits that came near are listed at most
     */
    public @Nullable Explanation explain(int nearest) {
        if (problem != null || frame == null || snapshot.policies == null) {
            return null;
        }
        return snapshot.policies.explain(frame, nearest);
    }

    /**
     * Puts a value in the place of what was bound of the context: for explaining a request that was made before, or written by hand.
     *
     * @param path where, below {@code context}; without one the value is the whole context, a record
     */
    public void context(Value value, String... path) {
        if (frame != null) {
            frame.set(policies().contextSlot(path), value);
        }
    }

    /** The AI agent's session; null for what the application itself does. */
    public @Nullable Session session() {
        return state.session();
    }

    /** The task, or null. */
    public @Nullable Task task() {
        return state.task();
    }

    /** What is done. */
    public Category category() {
        return category;
    }

    /** Who asks. */
    public GuardedEntity principal() {
        return principal;
    }

    /** What is to be done. */
    public GuardedEntity action() {
        return action;
    }

    /** What it is to be done to. */
    public GuardedEntity resource() {
        return resource;
    }

    /** The port of the last HTTP request: the scheme's own where it named none. */
    public int port() {
        return port;
    }

    /** Why the request was denied before any policy was asked, or null. */
    public @Nullable String problem() {
        return problem;
    }

    /** How many policies determined the answer; zero for a default deny. */
    public int policyCount() {
        return policyCount;
    }

    /** The ids of the policies that determined the answer, in the first {@link #policyCount} elements. */
    public @Nullable String[] policyIds() {
        return policyIds;
    }

    /** An annotation of the first policy that determined the answer and has it, or null. */
    public @Nullable String annotation(String name) {
        for (int i = 0; i < policyCount; i++) {
            final @Nullable String text =
                    policies().policy(requireFrame().determiningPolicy(i)).annotation(name);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    /** Why the answer is what it is, in words: what was not understood, or the determining policy's {@code @reason}; or null. */
    public @Nullable String reason() {
        return problem != null ? problem : annotation("reason");
    }

    /** How many policies could not be evaluated. */
    public int errorCount() {
        return frame == null || problem != null ? 0 : frame.errorCount();
    }

    /** The id of a policy that could not be evaluated. */
    public String erroringPolicyId(int index) {
        return policies().policy(requireFrame().erroringPolicy(index)).id();
    }

    /** Why a policy could not be evaluated. */
    public String errorMessage(int index) {
        return requireFrame().errorMessage(index);
    }

    private RequestFrame requireFrame() {
        if (frame == null) {
            throw new IllegalStateException("there is no policy");
        }
        return frame;
    }

    private CompiledPolicies policies() {
        if (snapshot.policies == null) {
            throw new IllegalStateException("there is no policy");
        }
        return snapshot.policies;
    }

    private static int defaultPort(String scheme) {
        return "https".equalsIgnoreCase(scheme) || "wss".equalsIgnoreCase(scheme) ? 443 : 80;
    }
}
