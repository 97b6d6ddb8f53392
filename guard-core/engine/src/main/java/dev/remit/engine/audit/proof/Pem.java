package dev.remit.engine.audit.proof;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Keys as text (RFC 7468). */
final class Pem {
    static final String PRIVATE_KEY = "PRIVATE KEY";
    static final String PUBLIC_KEY = "PUBLIC KEY";

    private static final int COLUMNS = 64;

    private Pem() {}

    static String write(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(COLUMNS, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    /**
     * The first of its label in a text that may hold others.
     *
     * @throws IllegalArgumentException if there is none, or it is not base64
     */
    static byte[] read(String text, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int start = text.indexOf(begin);
        int end = text.indexOf("-----END " + label + "-----", Math.max(start, 0));
        if (start < 0 || end < 0) {
            throw new IllegalArgumentException("it has no " + begin);
        }
        return Base64.getMimeDecoder()
                .decode(text.substring(start + begin.length(), end).getBytes(StandardCharsets.US_ASCII));
    }
}
