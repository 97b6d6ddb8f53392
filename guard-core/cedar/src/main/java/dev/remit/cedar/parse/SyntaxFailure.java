package dev.remit.cedar.parse;

/** Leaves the policy or declaration being parsed; caught where the next one starts, so that no caller of a parser ever sees it. */
public final class SyntaxFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SyntaxError error;

    SyntaxFailure(SyntaxError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** What was wrong. */
    public SyntaxError error() {
        return error;
    }
}
