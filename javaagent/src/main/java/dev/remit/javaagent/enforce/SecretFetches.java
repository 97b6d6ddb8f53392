package dev.remit.javaagent.enforce;

import dev.remit.engine.Category;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.Task;
import org.jspecify.annotations.Nullable;

/** Secrets that are fetched: whether the fetch goes on, of one or of several at once. Thread-safe. */
final class SecretFetches {
    private final PoliciesInForce policies;
    private final FailClosed failClosed;
    private final CallEnds ends;
    private final Stacks stacks;
    private final Problems problems;

    SecretFetches(PoliciesInForce policies, FailClosed failClosed, CallEnds ends, Stacks stacks, Problems problems) {
        this.policies = policies;
        this.failClosed = failClosed;
        this.ends = ends;
        this.stacks = stacks;
        this.problems = problems;
    }

    /** See {@link RemitGate#secret}. */
    @Nullable
    String secret(int site, @Nullable Object request, String store, @Nullable Object names) {
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
            final @Nullable String refusal = failClosed.refusal(mine, site, t);
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
}
