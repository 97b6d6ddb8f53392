package dev.remit.engine.delegation;

/** A task can't be handed on, or a token is not accepted. The message says why, and holds no part of a token. */
public final class DelegationException extends Exception {
    private static final long serialVersionUID = 1L;

    DelegationException(String message) {
        super(message);
    }

    DelegationException(String message, Throwable cause) {
        super(message, cause);
    }
}
