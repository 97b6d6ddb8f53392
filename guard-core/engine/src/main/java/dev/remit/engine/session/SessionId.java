package dev.remit.engine.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What a framework calls a conversation, as it stands in records and finds its session again: of bounded length, and without
 * characters that a terminal would act on. Stateless.
 */
public final class SessionId {
    /** Longer texts are cut, and told apart by a digest. */
    static final int MAX_LENGTH = 128;

    private static final int DIGEST_BYTES = 8;

    private SessionId() {}

    /** The id of a session: the same text, UUID or number, or a text that stands for it. */
    public static Object of(Object given) {
        if (given instanceof String text) {
            return isPlain(text) ? text : plain(text);
        }
        if (given instanceof Long || given instanceof Integer || given instanceof UUID) {
            return given;
        }
        // An object of the application's own, whose text is all that it can be told from others by.
        return of(String.valueOf(given));
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char c) {
        return !Character.isISOControl(c) && !Character.isSurrogate(c) && Character.getType(c) != Character.FORMAT;
    }

    private static String plain(String text) {
        final int length = Math.min(text.length(), MAX_LENGTH - 2 * DIGEST_BYTES - 1);
        final StringBuilder plain = new StringBuilder(MAX_LENGTH);
        for (int i = 0; i < length; i++) {
            plain.append(isPlain(text.charAt(i)) ? text.charAt(i) : '?');
        }
        return plain.append('~').append(digest(text)).toString();
    }

    private static String digest(String text) {
        try {
            final byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
