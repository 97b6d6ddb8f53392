package dev.remit.javaagent.enforce;

import dev.remit.engine.Category;
import dev.remit.engine.policy.DecisionRequest;
import org.jspecify.annotations.Nullable;

/** Code from elsewhere that is about to run, a program, native code or a javaagent: whether it does. Thread-safe. */
final class ForeignCode {
    private final PoliciesInForce policies;
    private final FailClosed failClosed;
    private final Stacks stacks;

    ForeignCode(PoliciesInForce policies, FailClosed failClosed, Stacks stacks) {
        this.policies = policies;
        this.failClosed = failClosed;
        this.stacks = stacks;
    }

    /** A child process is about to be started; null to go on, else the refusal. */
    @Nullable
    String exec(int site, String[] command) {
        return decide(site, Category.EXEC, command.length == 0 ? "" : command[0], command);
    }

    /**
     * Native code is about to be loaded, or a javaagent; null to go on, else the refusal.
     *
     * @param code what policies know it by
     * @param loader the class that loads it, or null
     */
    @Nullable
    String load(int site, String code, @Nullable Class<?> loader) {
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
            return failClosed.refusal(mine, site, t);
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
    }
}
