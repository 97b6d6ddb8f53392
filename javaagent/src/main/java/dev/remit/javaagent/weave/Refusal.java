package dev.remit.javaagent.weave;

/** Carries the exception with which a call site refuses; never reaches the application itself. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Throwable exception;

    /** @param exception what the caller of the guarded method is to get */
    public Refusal(Throwable exception) {
        super(null, null, false, false);
        this.exception = exception;
    }

    /** What the caller of the guarded method is to get. */
    public Throwable exception() {
        return exception;
    }
}
