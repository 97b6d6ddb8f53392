package dev.remit.javaagent.enforce;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that ends when its library calls a callback: the handler of a proxy of the callback's interface, which ends the call
 * and passes everything on. As a {@code Consumer} it ends a call whose callback will not be called. Thread-safe.
 *
 * @param pending the call
 * @param callback the library's own callback
 */
record PendingCallback(PendingCall pending, Object callback) implements InvocationHandler, Consumer<Throwable> {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            told(method.getName(), arguments);
        } catch (Throwable t) {
            // What the library calls is called in any case.
            pending.failed(t);
        }
        try {
            return method.invoke(callback, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void told(String name, @Nullable Object @Nullable [] arguments) {
        switch (name) {
            case "completed", "releaseResources", "onSuccess" -> pending.run();
            case "cancel", "cancelled" -> pending.accept(new CancellationException());
            case "failed", "onFailure" -> pending.accept(thrown(arguments));
            default -> {}
        }
    }

    @Override
    public void accept(Throwable thrown) {
        pending.accept(thrown);
    }

    private static Throwable thrown(@Nullable Object @Nullable [] arguments) {
        return arguments != null && arguments.length > 0 && arguments[0] instanceof Throwable thrown
                ? thrown
                : new CancellationException();
    }
}
