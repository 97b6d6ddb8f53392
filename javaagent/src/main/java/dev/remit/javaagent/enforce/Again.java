package dev.remit.javaagent.enforce;

import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/**
 * A call of a guarded method that can be made again: through its woven front door, so that it is decided and recorded as any
 * other. Immutable.
 *
 * @param self the object that it is called on
 * @param method the name of a public method of one argument
 * @param argument an object of exactly the type that the method declares
 */
record Again(Object self, String method, Object argument) {
    /** Calls it; throws what it throws. */
    Object call() {
        try {
            return self.getClass().getMethod(method, argument.getClass()).invoke(self, argument);
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
}
