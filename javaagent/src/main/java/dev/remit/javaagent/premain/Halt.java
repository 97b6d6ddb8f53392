package dev.remit.javaagent.premain;

/** The start could not be guarded; the launcher prints the message, one line, and halts the JVM with status 78. */
public final class Halt extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, where, and what to do */
    public Halt(String message) {
        super(message, null, false, false);
    }
}
