package dev.remit.javaagent.enforce;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of a servlet request: its HTTP session, if the application has made one, else the request. The session is asked
 * for when an AI agent's work first begins in it and no sooner: to ask counts as a use of the session, and may cost a look into a
 * database. An HTTP session's id is a credential: what stands for it is a digest of it, salted anew in each JVM. Thread-safe.
 */
final class ServedRequest {
    private static final String REQUEST = "jakarta.servlet.http.HttpServletRequest";

    private @Nullable Object request;
    private @Nullable String session;

    /** @param request the servlet's request, valid until {@link #end} */
    ServedRequest(Object request) {
        this.request = request;
    }

    /**
     * What the conversation is called; the same for as long as this lives. To be asked while the guard is at work on the thread: the
     * container may look into a database.
     */
    synchronized String session() {
        @Nullable String name = session;
        if (name == null) {
            name = "http-" + name(request);
            session = name;
            request = null;
        }
        return name;
    }

    /** The request is over: its container may use the object for another. Work that begins now, elsewhere, is this request's own. */
    synchronized void end() {
        request = null;
    }

    private static String name(@Nullable Object request) {
        final @Nullable String id = request == null ? null : sessionId(request);
        return id == null ? SaltedDigest.ofNothing() : SaltedDigest.of(id);
    }

    /** Null where there is no session, or none can be had: the request may be of another kind, or fail. */
    private static @Nullable String sessionId(Object request) {
        try {
            final Class<?> type =
                    Class.forName(REQUEST, false, request.getClass().getClassLoader());
            if (!type.isInstance(request)) {
                return null;
            }
            final Method getSession = type.getMethod("getSession", boolean.class);
            final @Nullable Object session = getSession.invoke(request, false);
            return session == null
                    ? null
                    : (String) getSession.getReturnType().getMethod("getId").invoke(session);
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }
}
