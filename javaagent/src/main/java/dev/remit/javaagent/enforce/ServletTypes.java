package dev.remit.javaagent.enforce;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** What the guard asks of the servlet API, whose types are the application's. Stateless. */
final class ServletTypes {
    private static final String HTTP = "jakarta.servlet.http.HttpServlet";
    private static final int FORBIDDEN = 403;

    private ServletTypes() {}

    /** A header of a request; null where it has none, or is none of HTTP's. */
    static @Nullable String header(Object request, String name) {
        try {
            final @Nullable Class<?> type = type(request, "Request");
            return type == null
                    ? null
                    : (String) type.getMethod("getHeader", String.class).invoke(request, name);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a servlet request can't be asked for a header", e);
        }
    }

    /** Answers with 403 and the reason. */
    static void forbid(@Nullable Object response, String why) {
        try {
            final @Nullable Class<?> type = response == null ? null : type(response, "Response");
            if (type != null) {
                final Method sendError = type.getMethod("sendError", int.class, String.class);
                sendError.invoke(response, FORBIDDEN, why);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a servlet response can't be answered", e);
        }
    }

    private static @Nullable Class<?> type(Object object, String which) throws ClassNotFoundException {
        final Class<?> type =
                Class.forName(HTTP + which, false, object.getClass().getClassLoader());
        return type.isInstance(object) ? type : null;
    }
}
