package dev.remit.javaagent.hooks.httpurlconnection;

import dev.remit.engine.delegation.TaskTokens;
import org.jspecify.annotations.Nullable;

/** Puts the task that a request is sent in into its headers. Loaded when a task is first handed on. */
final class TaskHeader {
    private TaskHeader() {}

    /**
     * @param headers a {@code sun.net.www.MessageHeader}
     * @param token null for none
     */
    static void replace(Object headers, @Nullable String token) {
        try {
            final Class<?> type = headers.getClass();
            type.getMethod("remove", String.class).invoke(headers, TaskTokens.HEADER);
            if (token != null) {
                type.getMethod("set", String.class, String.class).invoke(headers, TaskTokens.HEADER, token);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the task can't be put into the request", e);
        }
    }
}
