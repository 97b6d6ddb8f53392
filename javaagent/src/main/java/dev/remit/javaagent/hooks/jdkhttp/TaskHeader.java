package dev.remit.javaagent.hooks.jdkhttp;

import dev.remit.engine.delegation.TaskTokens;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Puts the task that a request is sent in into its header: among the headers that the client makes itself, which a redirect does not
 * take along to another host. Loaded when a task is first handed on.
 */
final class TaskHeader {
    private TaskHeader() {}

    /** @param request a {@code jdk.internal.net.http.HttpRequestImpl} */
    static void set(@Nullable Object request, String token) {
        try {
            if (request != null) {
                final Method setter = request.getClass().getMethod("setSystemHeader", String.class, String.class);
                setter.setAccessible(true);
                setter.invoke(request, TaskTokens.HEADER, token);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the task can't be put into the request", e);
        }
    }
}
