package dev.remit.javaagent.enforce;

import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Tools: which of them an AI agent's model is shown, and whether a call of one goes on. A call that two hooks see is one. Thread-safe.
 */
final class ToolCalls {
    private final PoliciesInForce policies;
    private final FailClosed failClosed;
    private final Stacks stacks;
    private final Problems problems;

    private volatile boolean hiding;

    ToolCalls(PoliciesInForce policies, FailClosed failClosed, Stacks stacks, Problems problems) {
        this.policies = policies;
        this.failClosed = failClosed;
        this.stacks = stacks;
        this.problems = problems;
    }

    /** From now on models are not shown what is denied in any case, or are. */
    void hide(boolean denied) {
        hiding = denied && failClosed.isEnforcing();
    }

    /** See {@link RemitGate#hides}. A fault hides nothing: the call of what is shown is decided in any case. */
    boolean hides(@Nullable String toolset, @Nullable String name) {
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

    /** See {@link RemitGate#method}. */
    @Nullable
    String method(int site, String toolset, String tool, String parameters, @Nullable Object[] arguments) {
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
            return failClosed.refusal(null, site, t);
        }
        return call(site, named, toolset, tool, named, null, null, null);
    }

    /**
     * See {@link RemitGate#tool} and {@link RemitGate#clientTool}.
     *
     * @param client null where it is no MCP client that calls it
     */
    @Nullable
    String call(
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
            return failClosed.refusal(mine, site, t);
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
    }
}
