package dev.remit.engine.audit.proof;

import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.RecordView;
import dev.remit.engine.audit.record.Tag;
import dev.remit.engine.identity.Svid;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The state of a journal at one moment, as it is signed: how many records it has, and the chain of the last. Who trusts the key knows by it that none of
 * them was changed, removed, added or put elsewhere. Immutable.
 *
 * @param run the start of the JVM that signed it
 * @param sequence number of the last record that it covers: the one before the checkpoint
 * @param chain of that record, 32 bytes in lower case hex
 * @param timeNs when it was made, in nanoseconds since the epoch
 */
public record Checkpoint(long run, long sequence, String chain, long timeNs) {
    /** What is signed: five lines of ASCII, each ended by a line feed. */
    public byte[] text() {
        return ("remit checkpoint 1\nrun " + Long.toHexString(run) + "\nsequence " + sequence + "\nchain " + chain
                        + "\ntime " + timeNs + '\n')
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * What such a text says.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Checkpoint parse(String text) {
        Pattern form = Pattern.compile("""
                        remit checkpoint 1
                        run ([0-9a-f]{1,16})
                        sequence ([0-9]{1,18})
                        chain ([0-9a-f]{64})
                        time ([0-9]{1,18}|[1-8][0-9]{18})
                        """);
        Matcher lines = form.matcher(text);
        if (!lines.matches()) {
            throw new IllegalArgumentException("its checkpoint is not the five lines that are signed");
        }
        return new Checkpoint(
                Long.parseUnsignedLong(lines.group(1), 16),
                Long.parseLong(lines.group(2)),
                lines.group(3),
                Long.parseLong(lines.group(4)));
    }

    /** Signs it. */
    public Signed sign(SigningKey key) throws GeneralSecurityException {
        return new Signed(this, key.publicKey(), key.sign(text()), List.of());
    }

    /** Signs it with an SVID's key, and names the SVID by its certificates. */
    public Signed sign(Svid svid) throws GeneralSecurityException {
        List<byte[]> certificates = new ArrayList<>();
        for (X509Certificate certificate : svid.chain()) {
            certificates.add(certificate.getEncoded());
        }
        byte[] key = svid.chain().get(0).getPublicKey().getEncoded();
        return new Signed(this, key, svid.sign(text()), certificates);
    }

    /** What a record of that kind says; null if something of it is missing. */
    public static @Nullable Signed of(RecordView record) {
        List<byte[]> chain = record.raw(Tag.CHAIN);
        List<byte[]> key = record.raw(Tag.PUBLIC_KEY);
        List<byte[]> signature = record.raw(Tag.SIGNATURE);
        if (chain.size() != 1 || key.size() != 1 || signature.size() != 1) {
            return null;
        }
        Checkpoint checkpoint = new Checkpoint(
                record.longAt(RecordDescriptor.RUN_ID),
                record.longAt(RecordDescriptor.SIZE),
                HexFormat.of().formatHex(chain.get(0)),
                record.longAt(RecordDescriptor.TIME_NS));
        return new Signed(checkpoint, key.get(0), signature.get(0), record.raw(Tag.CERTIFICATE));
    }

    /**
     * A checkpoint with its signature, which may be wrong.
     *
     * @param key as {@link Tag#PUBLIC_KEY}
     * @param certificates as {@link Tag#CERTIFICATE}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Signed(Checkpoint checkpoint, byte[] key, byte[] signature, List<byte[]> certificates) {
        private static final String FIRST_WORD = "remit-checkpoint-1";
        private static final int WORDS = 7;

        /** Of one that is signed with an SVID: the same words, and one for each certificate. */
        private static final String FIRST_WORD_OF_SVID = "remit-checkpoint-2";

        public Signed {
            certificates = List.copyOf(certificates);
        }

        /** Whether the signature is that of the checkpoint by its key, and the first certificate, if there is one, is of that key. */
        public boolean isRight() {
            try {
                List<X509Certificate> chain = chain();
                return (chain.isEmpty()
                                || Arrays.equals(
                                        key, chain.get(0).getPublicKey().getEncoded()))
                        && PublicKeys.verify(key, checkpoint.text(), signature);
            } catch (GeneralSecurityException e) {
                return false;
            }
        }

        /**
         * The certificates of the SVID that it is signed with; empty if it is the folder's key. Nothing of them is verified.
         *
         * @throws GeneralSecurityException if they are none
         */
        public List<X509Certificate> chain() throws GeneralSecurityException {
            List<X509Certificate> chain = new ArrayList<>();
            for (byte[] certificate : certificates) {
                chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(certificate)));
            }
            return chain;
        }

        /** Encodes it as a record; returns the record's length. */
        public int encode(RecordEncoder encoder) {
            encoder.begin(RecordKind.CHECKPOINT, checkpoint.run, 0, 0, checkpoint.timeNs);
            encoder.setLong(RecordDescriptor.SIZE, checkpoint.sequence);
            encoder.bytes(Tag.CHAIN, HexFormat.of().parseHex(checkpoint.chain));
            encoder.bytes(Tag.PUBLIC_KEY, key);
            encoder.bytes(Tag.SIGNATURE, signature);
            for (byte[] certificate : certificates) {
                encoder.bytes(Tag.CERTIFICATE, certificate);
            }
            return encoder.finish();
        }

        /** As one line, for an {@link Anchor}: the values of the text's lines, key, signature and certificates in hex, blanks between. */
        public String line() {
            HexFormat hex = HexFormat.of();
            StringBuilder line = new StringBuilder(certificates.isEmpty() ? FIRST_WORD : FIRST_WORD_OF_SVID);
            line.append(' ').append(Long.toHexString(checkpoint.run));
            line.append(' ').append(checkpoint.sequence);
            line.append(' ').append(checkpoint.chain);
            line.append(' ').append(checkpoint.timeNs);
            line.append(' ').append(hex.formatHex(key));
            line.append(' ').append(hex.formatHex(signature));
            for (byte[] certificate : certificates) {
                line.append(' ').append(hex.formatHex(certificate));
            }
            return line.toString();
        }

        /**
         * What such a line says.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static Signed parse(String line) {
            String[] words = line.split(" ", -1);
            boolean isOfSvid = words[0].equals(FIRST_WORD_OF_SVID) && words.length > WORDS;
            if (!isOfSvid && (words.length != WORDS || !words[0].equals(FIRST_WORD))) {
                throw new IllegalArgumentException("it does not begin with " + FIRST_WORD + " and six values, or with "
                        + FIRST_WORD_OF_SVID + " and seven or more");
            }
            HexFormat hex = HexFormat.of();
            Checkpoint checkpoint = new Checkpoint(
                    Long.parseUnsignedLong(words[1], 16), Long.parseLong(words[2]), words[3], Long.parseLong(words[4]));
            List<byte[]> certificates = new ArrayList<>();
            for (int i = WORDS; i < words.length; i++) {
                certificates.add(hex.parseHex(words[i]));
            }
            return new Signed(checkpoint, hex.parseHex(words[5]), hex.parseHex(words[6]), certificates);
        }
    }
}
