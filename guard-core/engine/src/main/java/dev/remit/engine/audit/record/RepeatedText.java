package dev.remit.engine.audit.record;

import dev.remit.engine.audit.redact.SecretMatcher;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text that one record after the other has, such as who makes a thread's calls: its bytes as they were encoded last, for as long as it is the very same object
 * and no secret has been learned since. One thread at a time.
 */
final class RepeatedText {
    private @Nullable String text;
    private @Nullable SecretMatcher secrets;
    private byte[] bytes = new byte[64];
    private int length;

    /** Whether these are the bytes of that text, free of those secrets. */
    @SuppressWarnings("ReferenceEquality") // comparing texts would cost what encoding them does
    boolean is(String other, @Nullable SecretMatcher known) {
        return text == other && secrets == known;
    }

    /** Writes them; returns their number. There is room. */
    int write(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, length);
        return length;
    }

    /** Number of the bytes. */
    int length() {
        return length;
    }

    /** Keeps what was encoded from {@code start} to {@code end}. */
    void keep(String encoded, @Nullable SecretMatcher freeOf, byte[] from, int start, int end) {
        length = end - start;
        if (bytes.length < length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, 2 * bytes.length));
        }
        System.arraycopy(from, start, bytes, 0, length);
        text = encoded;
        secrets = freeOf;
    }
}
