package dev.remit.engine.audit.proof;

import dev.remit.engine.identity.Svid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Public keys as checkpoints carry them: SubjectPublicKeyInfo (RFC 5280), DER. Stateless. */
public final class PublicKeys {
    /** The folder's keys. */
    private static final String ALGORITHM = "Ed25519";

    /** What a key of it calls its algorithm. */
    private static final String EDWARDS = "EdDSA";

    private static final List<String> ALGORITHMS_OF_SVIDS = List.of("EC", "RSA");

    private PublicKeys() {}

    /**
     * Reads a public key in PEM.
     *
     * @throws IOException if the file can't be read or holds none
     */
    public static byte[] read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IOException(
                    file + " can't be read (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")", e);
        }
        try {
            return key(Pem.read(text, Pem.PUBLIC_KEY)).getEncoded();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    file + " is no public key in PEM (" + e.getMessage() + "); give a copy of a journal's "
                            + SigningKey.PUBLIC_FILE,
                    e);
        }
    }

    /**
     * The fingerprints of public keys in PEM.
     *
     * @throws IOException if a file can't be read or holds none
     */
    public static Set<String> fingerprints(List<Path> files) throws IOException {
        Set<String> found = new HashSet<>();
        for (Path file : files) {
            found.add(fingerprint(read(file)));
        }
        return found;
    }

    /** SHA-256 of a key, in hex. */
    public static String fingerprint(byte[] key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether a signature is that of a text by a key; false for a key that is none, too. */
    static boolean verify(byte[] key, byte[] text, byte[] signature) {
        try {
            PublicKey read = key(key);
            if (!read.getAlgorithm().equals(EDWARDS)) {
                return Svid.verify(read, text, signature);
            }
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(read);
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PublicKey key(byte[] der) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS_OF_SVIDS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // It is of another.
            }
        }
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der));
    }
}
