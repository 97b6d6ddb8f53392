package dev.remit.javaagent.enforce;

import dev.remit.engine.session.Task;
import org.jspecify.annotations.Nullable;

/**
 * What the application has opened itself, and will close.
 *
 * @param site what it is on the stack of its thread
 * @param task null for an AI agent's work
 * @param name the task's id, or what the AI agent is called
 */
record OpenScope(int site, CallStack stack, @Nullable Task task, String name) {
    @Override
    public String toString() {
        return name;
    }
}
