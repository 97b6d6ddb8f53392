package dev.remit.javaagent.weave;

/** Carries the exception with which a call site refuses; never reaches the application itself. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param cause what the caller of the guarded method is to get */
    public Refusal(Throwable cause) {
        super(null, cause, false, false);
    }
}
