package dev.remit.cedar.parse;

/** Leaves the policy being parsed; caught where the next one starts. */
final class SyntaxFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SyntaxError error;

    SyntaxFailure(SyntaxError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    SyntaxError error() {
        return error;
    }
}
