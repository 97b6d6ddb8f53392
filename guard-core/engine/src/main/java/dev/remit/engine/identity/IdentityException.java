package dev.remit.engine.identity;

import org.jspecify.annotations.Nullable;

/** A token, a chain of certificates or a bundle is not what it should be, or can't be had. The message says why, and never holds a key or a token. */
public final class IdentityException extends Exception {
    private static final long serialVersionUID = 1L;

    public IdentityException(String message) {
        super(message);
    }

    public IdentityException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
