package dev.remit.javaagent.cli;

/** Ends a command with one line on stderr. The message says what is wrong, where, and what to do. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    CommandFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    /** One of {@link ExitStatus}. */
    int status() {
        return status;
    }
}
