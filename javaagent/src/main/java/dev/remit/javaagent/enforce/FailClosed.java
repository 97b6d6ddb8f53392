package dev.remit.javaagent.enforce;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * What a fault in the guard leaves behind.
 *
 * <p>Guarantees: in {@code enforce} whatever goes wrong is a refusal, decided in {@link #refuses} alone; in {@code observe} the call goes
 * on, and finds at its end what is its own. What was recorded or opened for a call that does not start is taken back. Where work goes on of
 * which it is not known whose it is, nothing in it is allowed.
 *
 * <p>Thread-safe.
 */
final class FailClosed {
    /** Where not even another one can be made. */
    private static final Session UNKNOWN = Session.refused(null, Denial.NO_SESSION, 0);

    private static final int NOT_KNOWN = -1;

    private final Mode mode;
    private final CallEnds ends;
    private final Stacks stacks;
    private final Problems problems;

    FailClosed(Mode mode, CallEnds ends, Stacks stacks, Problems problems) {
        this.mode = mode;
        this.ends = ends;
        this.stacks = stacks;
        this.problems = problems;
    }

    /** Whether what can't be done is refused. */
    boolean isEnforcing() {
        return mode == Mode.ENFORCE;
    }

    /**
     * The one place where an unexpected throwable becomes a decision: whether the call is refused for it. It is in
     * {@code enforce}; in {@code observe} the call goes on, and the fault is recorded.
     */
    boolean refuses(Throwable t) {
        problems.fault(t);
        return isEnforcing();
    }

    /** In {@code enforce} what was to be handed over or remembered is refused: elsewhere it would be taken for the application's own. */
    void refuse(Throwable t) {
        if (refuses(t)) {
            throw new SecurityException(Denial.FAULT);
        }
    }

    /**
     * A guarded call, or what goes before it, has failed in the guard: null to go on, else the refusal. What was recorded or opened for it
     * is taken back, or ends as any other.
     *
     * @param mine the stack since {@link CallStack#enter}; null where it did not come to that
     */
    @Nullable
    String refusal(@Nullable CallStack mine, int site, Throwable t) {
        return refusal(mine, mine == null ? NOT_KNOWN : mine.entered, site, t);
    }

    /**
     * As {@link #refusal}, for a sink, which asks the enforcement point itself: no end follows a refusal, and one does follow a fault that
     * is let go on.
     *
     * @param depth what the stack had before, so that what the sink has opened since is known; -1 where it did not come to that
     */
    @Nullable
    String refusalSince(int depth, int site, Throwable t) {
        return refusal(null, depth, site, t);
    }

    private @Nullable String refusal(@Nullable CallStack mine, int depth, int site, Throwable t) {
        final boolean refuses = refuses(t);
        try {
            final CallStack stack = mine == null ? stacks.get() : mine;
            if (mine == null && depth != NOT_KNOWN) {
                // Whatever stands there is another call's, which went on after a fault.
                stack.recorded = 0;
            }
            if (!refuses) {
                goOn(stack, depth, site);
            } else if (depth != NOT_KNOWN) {
                takeBack(stack, depth);
            }
        } catch (Throwable again) {
            problems.fault(again);
        }
        return refuses ? Denial.FAULT : null;
    }

    /** Nobody knows where this call goes. As a part of the one around it, it would take along what that one may. */
    private static void goOn(CallStack stack, int entered, int site) {
        if (entered == NOT_KNOWN) {
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

    /** As {@link CallEnds#takeBack}, where that may fail, too. */
    void takeBack(CallStack stack, int depth) {
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

    /**
     * An AI agent's work has begun, but whose and what it has done is not known: it goes on, and nothing in it is allowed. Throws where
     * that can't be seen to.
     *
     * @param mine as for {@link #refusal}
     */
    void goOnUnknown(@Nullable CallStack mine, int site, @Nullable String agent, Throwable t) {
        problems.fault(t);
        goOnIn(unknown(agent), mine, site);
    }

    private static Session unknown(@Nullable String agent) {
        try {
            return Session.refused(agent, Denial.NO_SESSION, 0);
        } catch (Throwable t) {
            return UNKNOWN;
        }
    }

    /** What was to go on here is not known: in {@code enforce} nothing in it is allowed. Throws where that can't be seen to. */
    void goOnElsewhere(int site, Throwable t) {
        goOnIn(refuses(t) ? UNKNOWN : null, null, site);
    }

    /** What follows on this thread, up to an end, is in this session. */
    private void goOnIn(@Nullable Session session, @Nullable CallStack mine, int site) {
        final CallStack stack = mine == null ? stacks.get() : mine;
        if (mine != null) {
            stack.backTo(mine.entered);
        }
        stack.push(site, null, null, session, stack.task());
    }
}
