package dev.remit.javaagent.enforce;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What stands in records for an id that is a credential: whoever has it is let into the session. It tells one from another, in this
 * JVM. Stateless but for the salt, which each JVM makes anew.
 */
final class SaltedDigest {
    private static final int SALT_BYTES = 16;
    private static final int DIGEST_BYTES = 8;

    private SaltedDigest() {}

    /** Of this text the same each time. */
    static String of(String text) {
        try {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Salt.BYTES);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Of nothing: no other has it. */
    static String ofNothing() {
        return HexFormat.of().formatHex(random(DIGEST_BYTES));
    }

    private static byte[] random(int bytes) {
        final byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return random;
    }

    /** Made when it is first needed. */
    private static final class Salt {
        static final byte[] BYTES = random(SALT_BYTES);
    }
}
