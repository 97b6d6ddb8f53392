package dev.remit.javaagent.enforce;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * For a library whose functional interfaces are its own: the handler of a proxy of any of them, which does what this does as the
 * JDK's interface of the same shape: of a callback it runs for a success, and takes what failed. Implemented beside those.
 */
interface AnyFunction extends InvocationHandler {
    @Override
    @SuppressWarnings("unchecked")
    default @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        final @Nullable Object[] given = arguments == null ? new @Nullable Object[0] : arguments;
        return switch (method.getName()) {
            case "get" -> ((Callable<Object>) this).call();
            case "apply" -> ((Function<@Nullable Object, Object>) this).apply(given[0]);
            case "run", "onSuccess" -> {
                ((Runnable) this).run();
                yield null;
            }
            case "onFailure" -> {
                ((Consumer<@Nullable Object>) this).accept(given[0]);
                yield null;
            }
            case "accept" -> {
                if (given.length == 1) {
                    ((Consumer<@Nullable Object>) this).accept(given[0]);
                } else {
                    ((BiConsumer<@Nullable Object, @Nullable Object>) this).accept(given[0], given[1]);
                }
                yield null;
            }
            case "equals" -> proxy == given[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> toString();
        };
    }
}
