package dev.remit.javaagent.weave;

import org.jspecify.annotations.Nullable;

/**
 * Handles the calls of a woven JDK method: reads the objects that the gate was handed, asks the enforcement point, and refuses
 * in the method's own form.
 *
 * <p>Called on the application's threads, by many at once. A throwable that is not a refusal is a fault of ours, and is made a
 * deny by the enforcement point.
 */
public interface Sink {
    /**
     * The method is about to run.
     *
     * @param self the object, null for a static method
     * @return null to go on, or (shape {@code REPLACING}) what the method is to return
     * @throws Refusal to refuse, with the exception that the caller is to get
     */
    @Nullable
    Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) throws Refusal;

    /** The method has returned: gives what it is to return (shapes {@code REPLACING} and {@code RESULT}). */
    default @Nullable Object result(int site, @Nullable Object self, @Nullable Object first, @Nullable Object result)
            throws Refusal {
        return result;
    }
}
