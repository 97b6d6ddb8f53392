package dev.remit.javaagent.weave;

import dev.remit.engine.Category;
import dev.remit.engine.session.TaskBinding;
import org.jspecify.annotations.Nullable;

/**
 * One row of a hook's table: a method to guard, and how. Immutable.
 *
 * @param category what a call of it is; null where nothing is decided: an AI agent's work begins or goes on there, its model answers
 *     or a request is served
 * @param target the method
 * @param weaving what is woven into it
 */
public record CallSite(@Nullable Category category, Target target, Weaving weaving) {
    /** What handles a call in the JDK; null for a library's method, whose advice does. */
    public @Nullable Sink sink() {
        return weaving instanceof Sunk sunk ? sunk.sink() : null;
    }

    /** The task that a call is; null for what is guarded. */
    public @Nullable TaskBinding task() {
        return weaving instanceof Advised advised && advised.bound() instanceof BoundTask bound ? bound.task() : null;
    }

    /** Whether this is a method of the JDK of which something is decided, and not only told. */
    public boolean isDecidedSink() {
        return category != null && sink() != null;
    }
}
