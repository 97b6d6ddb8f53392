package dev.remit.engine.identity;

import dev.remit.engine.config.SpiffeId;
import java.time.Instant;

/** A JWT-SVID of the workload. Whoever has it is taken for the workload by its audience: {@link #text} alone tells it. Immutable. */
public final class JwtToken {
    private final SpiffeId subject;
    private final String hint;
    private final long expiresMs;
    private final String text;

    JwtToken(SpiffeId subject, String hint, long expiresMs, String text) {
        this.subject = subject;
        this.hint = hint;
        this.expiresMs = expiresMs;
        this.text = text;
    }

    /** Whose it is. */
    public SpiffeId subject() {
        return subject;
    }

    /** Which of several identities it is, as the operator named it; empty for none. */
    public String hint() {
        return hint;
    }

    /** When it expires, in milliseconds since the epoch. */
    public long expiresMs() {
        return expiresMs;
    }

    /** The token in compact form. Keep it out of every other text. */
    public String text() {
        return text;
    }

    /** Whose it is and until when. */
    @Override
    public String toString() {
        return "JWT-SVID of " + subject + " until " + Instant.ofEpochMilli(expiresMs);
    }
}
