package dev.remit.javaagent.enforce;

import org.jspecify.annotations.Nullable;

/**
 * Each thread's {@link CallStack}: made when it is first needed, so that a thread in which nothing of interest happens has
 * none. A thread that is started within an AI agent's work begins with that. Thread-safe.
 */
final class Stacks {
    /** A {@link CallStack}, or what one is to begin with ({@link Carried}), or null. */
    @SuppressWarnings("ThreadLocalUsage") // there is one enforcement point a JVM
    private final ThreadLocal<@Nullable Object> local = new ThreadLocal<>();

    /** This thread's. */
    CallStack get() {
        final @Nullable Object here = local.get();
        return here instanceof CallStack stack ? stack : make(here);
    }

    /** This thread's; null where there is none and nothing to begin one with. */
    @Nullable
    CallStack peek() {
        final @Nullable Object here = local.get();
        return here == null ? null : here instanceof CallStack stack ? stack : make(here);
    }

    private CallStack make(@Nullable Object beginning) {
        final CallStack stack = new CallStack();
        if (beginning instanceof Carried carried) {
            stack.detach(CallStack.NO_SITE, carried, null);
        }
        local.set(stack);
        return stack;
    }

    /** Where a thread that has not started is given the {@link Carried} to begin with. */
    ThreadLocal<@Nullable Object> local() {
        return local;
    }
}
