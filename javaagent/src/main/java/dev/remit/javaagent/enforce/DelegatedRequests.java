package dev.remit.javaagent.enforce;

import dev.remit.engine.Category;
import dev.remit.engine.delegation.DelegationException;
import dev.remit.engine.delegation.TaskTokens;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.session.Task;
import org.jspecify.annotations.Nullable;

/**
 * HTTP requests that take a task along, and those served here that bring one. What goes wrong with a task that is brought
 * refuses the request, in {@code enforce}. Thread-safe.
 */
final class DelegatedRequests {
    private final PoliciesInForce policies;
    private final FailClosed failClosed;
    private final Stacks stacks;
    private final Problems problems;

    private volatile Delegations delegations = Delegations.NONE;

    DelegatedRequests(PoliciesInForce policies, FailClosed failClosed, Stacks stacks, Problems problems) {
        this.policies = policies;
        this.failClosed = failClosed;
        this.stacks = stacks;
        this.problems = problems;
    }

    /** From now on tasks are handed on and taken as these say. */
    void delegate(Delegations now) {
        delegations = now;
    }

    /** Why a request can't take its task along, although it has to; null if it can or need not. */
    @Nullable
    String problem(DecisionRequest asked, Decisions point) {
        return delegations.problem(
                asked.task(),
                asked.resource().name(),
                asked.port(),
                point.snapshot().identities(),
                asked.session());
    }

    /** What the open HTTP call's request takes along; null for nothing. */
    @Nullable
    String token() {
        @Nullable CallStack mine = null;
        try {
            final CallStack stack = stacks.get();
            final @Nullable Call call = stack.isGuarding() ? null : stack.innermost();
            if (call == null || call.task == null || call.category != Category.HTTP) {
                return null;
            }
            mine = stack.enter();
            final Decisions point = policies.decisions();
            return delegations.token(
                    call.task, call.name, call.port, point.snapshot().identities(), call.session, point.nowMs());
        } catch (Throwable t) {
            // The other side knows of no task then, and permits nothing for it.
            problems.fault(t);
            return null;
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
    }

    /** A request is about to be served; null to go on, else why it is not. */
    @Nullable
    Object serve(int site, @Nullable Object request, @Nullable Object response) {
        @Nullable CallStack mine = null;
        @Nullable ServedRequest served = null;
        try {
            final CallStack stack = stacks.get();
            if (stack.isGuarding()) {
                return null;
            }
            if (request == null || stack.served() != null) {
                // What one servlet hands on to another is the same request.
                stack.absorb(site);
                return null;
            }
            mine = stack.enter();
            served = new ServedRequest(request);
            final @Nullable String token = delegations.takes() ? ServletTypes.header(request, TaskTokens.HEADER) : null;
            final @Nullable Task task =
                    token == null ? null : policies.decisions().scopes().taken(token, delegations);
            final Call call = stack.push(site, null, served, null, task == null ? stack.task() : task);
            call.served = served;
            call.closesTask = task != null;
            return null;
        } catch (DelegationException | IllegalArgumentException e) {
            problems.refused("delegation-refused", "a request's task was not taken: " + e.getMessage());
            return refused(
                    failClosed.isEnforcing(),
                    mine,
                    site,
                    served,
                    response,
                    "Remit refused this request: " + e.getMessage());
        } catch (Throwable t) {
            return refused(failClosed.refuses(t), mine, site, served, response, Denial.FAULT);
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
    }

    /** The request is answered, or served in no task. */
    private @Nullable Object refused(
            boolean refuses,
            @Nullable CallStack mine,
            int site,
            @Nullable ServedRequest served,
            @Nullable Object response,
            String why) {
        if (refuses) {
            ServletTypes.forbid(response, why);
            return why;
        }
        final CallStack stack = mine == null ? stacks.get() : mine;
        stack.push(site, null, served, null, stack.task()).served = served;
        return null;
    }
}
