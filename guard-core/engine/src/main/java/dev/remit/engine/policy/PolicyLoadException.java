package dev.remit.engine.policy;

import org.jspecify.annotations.Nullable;

/** A version of the policies that can't be used. The message has every error, each with its file, its place and what to do. */
public final class PolicyLoadException extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable String hash;

    PolicyLoadException(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    PolicyLoadException(String message, @Nullable Throwable cause, @Nullable String hash) {
        super(message, cause);
        this.hash = hash;
    }

    /** Every error; several lines, perhaps. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** The first error in one line. */
    public String first() {
        final String text = text();
        final int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The hash of the version; null where it could not even be compiled. */
    public @Nullable String hash() {
        return hash;
    }
}
