package dev.remit.engine.audit.proof;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.ring.RingFile;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** The Ed25519 key (RFC 8032) that signs a journal's checkpoints, in a file of the journal's folder that is its owner's alone. One thread at a time. */
public final class SigningKey {
    /** Its file: PEM, the private key (PKCS#8, RFC 5958) and behind it the public one (RFC 5280). */
    public static final String FILE = "checkpoint-key.pem";

    /** The public key alone, to be kept elsewhere. */
    public static final String PUBLIC_FILE = "checkpoint-key.pub.pem";

    private static final String ALGORITHM = "Ed25519";

    /** Whatever providers the application has put before it. */
    private static final String PROVIDER = "SunEC";

    private final Signature signature;
    private final PrivateKey privateKey;
    private final byte[] publicKey;

    private SigningKey(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        signature = Signature.getInstance(ALGORITHM, PROVIDER);
        this.privateKey = privateKey;
        this.publicKey = publicKey.getEncoded();
    }

    /**
     * The key of a folder; made if there is none.
     *
     * @throws AuditException if the file is no key; the message names it and what to do
     * @throws IOException if it can't be read or written
     */
    public static SigningKey of(File folder) throws IOException {
        File file = new File(folder, FILE);
        try {
            if (!file.exists()) {
                make(file);
            }
            String text = read(file);
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM, PROVIDER);
            PrivateKey privateKey = keys.generatePrivate(new PKCS8EncodedKeySpec(Pem.read(text, Pem.PRIVATE_KEY)));
            PublicKey publicKey = keys.generatePublic(new X509EncodedKeySpec(Pem.read(text, Pem.PUBLIC_KEY)));
            SigningKey key = new SigningKey(privateKey, publicKey);
            byte[] sample = {1};
            if (!PublicKeys.verify(key.publicKey, sample, key.sign(sample))) {
                throw new GeneralSecurityException("its two keys are no pair");
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new AuditException(
                    file + " is no key for checkpoints (" + e.getMessage()
                            + "); put back what was there, or move it away, and a new one is made",
                    e);
        }
    }

    private static void make(File file) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM, PROVIDER).generateKeyPair();
        String privateKey = Pem.write(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded());
        String publicKey = Pem.write(Pem.PUBLIC_KEY, pair.getPublic().getEncoded());
        write(new File(file.getParentFile(), PUBLIC_FILE), publicKey);
        write(file, privateKey + publicKey);
    }

    // Files of java.io: an interrupt of the thread would close a channel.

    private static String read(File file) throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** Whole or not at all: half a key would end every later start. */
    private static void write(File file, String text) throws IOException {
        File aside = new File(file.getPath() + ".tmp");
        try (RandomAccessFile random = new RandomAccessFile(aside, "rw")) {
            RingFile.restrict(aside);
            random.setLength(0);
            random.write(text.getBytes(StandardCharsets.US_ASCII));
            random.getFD().sync();
        }
        if (!aside.renameTo(file)) {
            throw new IOException(aside + " can't be renamed to " + file.getName());
        }
    }

    /** The public key: SubjectPublicKeyInfo, DER. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    byte[] sign(byte[] text) throws GeneralSecurityException {
        // Each time: where there was no memory for the last one, what was to be signed then is still in it.
        signature.initSign(privateKey);
        signature.update(text);
        return signature.sign();
    }
}
