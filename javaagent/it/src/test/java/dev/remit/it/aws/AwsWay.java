package dev.remit.it.aws;

import dev.remit.it.Refusals;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Future;

/** A way to call an operation of one of the SDK's clients. */
public enum AwsWay {
    REFLECTION,
    METHOD_HANDLE,
    PROXY,
    LAMBDA,
    ASYNCHRONOUS,
    ASYNCHRONOUS_METHOD_HANDLE;

    /** Whether it goes by the asynchronous client. */
    public boolean isAsynchronous() {
        return name().startsWith("ASYNCHRONOUS");
    }

    /** An operation of a client, as code calls it. */
    public interface Operation {
        /** Calls it. */
        Object call(Object client, Object request) throws Throwable;
    }

    /**
     * Calls {@code operation} of a client of this type, and gives its answer.
     *
     * @param direct the same operation, by code that names it
     */
    public Object call(Class<?> type, Object client, String operation, Object request, Operation direct)
            throws Throwable {
        final Method method = type.getMethod(operation, request.getClass());
        return switch (this) {
            case REFLECTION -> invoke(method, client, request);
            case METHOD_HANDLE -> MethodHandles.publicLookup().unreflect(method).invoke(client, request);
            case PROXY -> {
                final Object proxy = Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {type},
                        (self, called, arguments) -> invoke(called, client, arguments));
                yield direct.call(proxy, request);
            }
            case LAMBDA -> direct.call(client, request);
            case ASYNCHRONOUS -> Refusals.get((Future<?>) invoke(method, client, request));
            case ASYNCHRONOUS_METHOD_HANDLE ->
                Refusals.get((Future<?>)
                        MethodHandles.publicLookup().unreflect(method).invoke(client, request));
        };
    }

    private static Object invoke(Method method, Object self, Object... arguments) throws Throwable {
        try {
            return method.invoke(self, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
