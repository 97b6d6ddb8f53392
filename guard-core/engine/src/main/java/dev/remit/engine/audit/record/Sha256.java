package dev.remit.engine.audit.record;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * A reusable SHA-256 that writes into a given place, so that it allocates nothing but at its first use: to find the platform's provider costs
 * milliseconds, which no start waits for. One thread at a time.
 */
public final class Sha256 {
    public static final int LENGTH = 32;

    private @Nullable MessageDigest digest;

    /** Starts anew with the bytes from {@code start} to {@code end}. */
    public void begin(byte[] bytes, int start, int end) {
        MessageDigest sha = digest();
        sha.reset();
        sha.update(bytes, start, end - start);
    }

    /** Takes the bytes from {@code start} to {@code end}, too. */
    public void add(byte[] bytes, int start, int end) {
        digest().update(bytes, start, end - start);
    }

    /** Writes the digest, {@link #LENGTH} bytes. */
    public void finish(byte[] target, int offset) {
        try {
            digest().digest(target, offset, LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("room=" + (target.length - offset) + " is less than a digest", e);
        }
    }

    private MessageDigest digest() {
        MessageDigest found = digest;
        if (found == null) {
            try {
                found = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
            digest = found;
        }
        return found;
    }
}
