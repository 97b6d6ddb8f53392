package dev.remit.javaagent.hooks.code;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import org.jspecify.annotations.Nullable;

/**
 * Whose library it is is the first argument, its path or name the second. What the JDK's own classes and the guard's load is passed. Refuses
 * with an {@link UnsatisfiedLinkError}, as a library that is not there: who can do without it does. Thread-safe.
 *
 * @param file whether it is a path
 */
record LibrarySink(EnforcementPoint enforcement, boolean file) implements Sink {
    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
    private static final @Nullable ClassLoader OURS = LibrarySink.class.getClassLoader();

    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second)
            throws Refusal {
        if (enforcement.isGuarding()) {
            return null;
        }
        final @Nullable Class<?> loader = first instanceof Class<?> type ? type : null;
        if (loader != null && isTrusted(loader.getClassLoader())) {
            enforcement.pass(site);
            return null;
        }
        final String text = String.valueOf(second);
        final @Nullable String refusal = enforcement.load(site, file ? RealPath.of(text, enforcement) : text, loader);
        if (refusal != null) {
            throw new Refusal(new UnsatisfiedLinkError(refusal));
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isTrusted(@Nullable ClassLoader loader) {
        return loader == null || loader == PLATFORM || loader == OURS;
    }
}
