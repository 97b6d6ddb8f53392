package dev.remit.engine.policy.explain;

/** A record that no request can be made from; the message says why. */
public final class UnreplayableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreplayableException(String message) {
        super(message);
    }
}
