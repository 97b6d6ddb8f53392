package dev.remit.engine.identity;

import dev.remit.engine.config.SpiffeId;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * An X.509-SVID with its private key: a SPIFFE ID and the means to prove it. The key is told by {@link #privateKey} alone, by no text and no
 * exception. Immutable.
 */
public final class Svid {
    private final SpiffeId id;
    private final String hint;
    private final List<X509Certificate> chain;
    private final PrivateKey privateKey;

    Svid(SpiffeId id, String hint, List<X509Certificate> chain, PrivateKey privateKey) {
        this.id = id;
        this.hint = hint;
        this.chain = List.copyOf(chain);
        this.privateKey = privateKey;
    }

    /** Whose it is. */
    public SpiffeId id() {
        return id;
    }

    /** Which of several identities it is, as the operator named it; empty for none. */
    public String hint() {
        return hint;
    }

    /** The certificates, the leaf first, without the authority's. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The leaf's key. Keep it out of every text. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** When it expires, in milliseconds since the epoch. */
    public long expiresMs() {
        return chain.get(0).getNotAfter().toInstant().toEpochMilli();
    }

    /** Signs with its key: ECDSA or RSASSA-PKCS1-v1_5, with SHA-256. */
    public byte[] sign(byte[] text) throws GeneralSecurityException {
        Signature signature = signature(chain.get(0).getPublicKey());
        signature.initSign(privateKey);
        signature.update(text);
        return signature.sign();
    }

    /**
     * Whether a signature is that of a text by an SVID's key; false for one that is none, too.
     *
     * @param key of the leaf of a chain that was verified, or nothing is known of who signed
     */
    public static boolean verify(PublicKey key, byte[] text, byte[] signature) {
        try {
            Signature verifier = signature(key);
            verifier.initVerify(key);
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether the private key is the certificate's. */
    boolean isPair() throws GeneralSecurityException {
        byte[] sample = {1};
        return verify(chain.get(0).getPublicKey(), sample, sign(sample));
    }

    /** Of the platform's own providers, whatever others the application has put before them. */
    private static Signature signature(PublicKey key) throws GeneralSecurityException {
        return switch (key.getAlgorithm()) {
            case "EC" -> Signature.getInstance("SHA256withECDSA", "SunEC");
            case "RSA" -> Signature.getInstance("SHA256withRSA", "SunRsaSign");
            default -> throw new GeneralSecurityException("an SVID's key is EC or RSA, not " + key.getAlgorithm());
        };
    }

    /** Whose it is and until when. */
    @Override
    public String toString() {
        return id + (hint.isEmpty() ? "" : " (hint " + hint + ")") + " until " + Instant.ofEpochMilli(expiresMs());
    }
}
