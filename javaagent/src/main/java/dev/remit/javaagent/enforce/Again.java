package dev.remit.javaagent.enforce;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call of a guarded method that can be made again: through its woven front door, so that it is decided and recorded as any
 * other. Immutable.
 */
final class Again {
    private final Object self;
    private final String method;
    private final Object[] arguments;

    private Again(Object self, String method, Object[] arguments) {
        this.self = self;
        this.method = method;
        this.arguments = arguments;
    }

    /**
     * @param self the object that it is called on
     * @param method the name of a public method
     * @param argument its one argument, or an array of them, in which a null stands for none; of several methods
     *     that take them, the one that declares the narrowest types is meant
     */
    static Again of(Object self, String method, Object argument) {
        return new Again(
                self,
                method,
                argument instanceof Object[] several
                        ? Arrays.stream(several).filter(Objects::nonNull).toArray()
                        : new Object[] {argument});
    }

    /** Calls it; throws what it throws. */
    Object call() {
        try {
            final Method called = method();
            // The class that a public method is found in need not be public itself.
            called.trySetAccessible();
            return called.invoke(self, arguments);
        } catch (InvocationTargetException e) {
            final @Nullable Throwable thrown = e.getCause();
            throw Sneaky.rethrow(thrown == null ? e : thrown);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "Remit can't decide a further subscription of "
                            + self.getClass().getName() + "." + method
                            + ": call the method again in place of subscribing twice",
                    e);
        }
    }

    private Method method() throws NoSuchMethodException {
        @Nullable Method narrowest = null;
        for (Method candidate : self.getClass().getMethods()) {
            if (candidate.getName().equals(method)
                    && takes(candidate.getParameterTypes())
                    && (narrowest == null
                            || isNarrower(candidate.getParameterTypes(), narrowest.getParameterTypes()))) {
                narrowest = candidate;
            }
        }
        if (narrowest == null) {
            throw new NoSuchMethodException(method);
        }
        return narrowest;
    }

    private boolean takes(Class<?>[] types) {
        if (types.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (!types[i].isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNarrower(Class<?>[] types, Class<?>[] others) {
        for (int i = 0; i < types.length; i++) {
            if (!others[i].isAssignableFrom(types[i])) {
                return false;
            }
        }
        return true;
    }
}
