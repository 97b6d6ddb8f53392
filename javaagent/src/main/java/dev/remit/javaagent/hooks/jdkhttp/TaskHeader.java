package dev.remit.javaagent.hooks.jdkhttp;

import dev.remit.engine.delegation.TaskTokens;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;

/**
 * Puts the task that a request is sent in into its header: among the headers that the client makes itself, which a redirect does not
 * take along to another host. Loaded when a task is first handed on. The requests are {@code jdk.internal.net.http.HttpRequestImpl}s.
 */
final class TaskHeader {
    private TaskHeader() {}

    static void set(HttpRequest request, String token) {
        try {
            final Method setter = request.getClass().getMethod("setSystemHeader", String.class, String.class);
            setter.setAccessible(true);
            setter.invoke(request, TaskTokens.HEADER, token);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the task can't be put into the request", e);
        }
    }

    /** Takes away such a header that the application has set: the client would prefer it, and take it along with a redirect. */
    static void removeOwn(HttpRequest request) {
        try {
            final Field own = request.getClass().getDeclaredField("userHeaders");
            own.setAccessible(true);
            own.set(
                    request,
                    HttpHeaders.of(
                            request.headers().map(), (name, value) -> !name.equalsIgnoreCase(TaskTokens.HEADER)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the application's task can't be taken out of the request", e);
        }
    }
}
