package dev.remit.javaagent.enforce;

/** Throws a checked exception where none is declared: woven methods throw what their own callers expect. */
final class Sneaky {
    private Sneaky() {}

    /** Never returns. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T extends Throwable> RuntimeException rethrow(Throwable t) throws T {
        throw (T) t;
    }
}
