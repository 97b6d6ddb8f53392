package dev.remit.samples.workloadapi;

import com.google.protobuf.ByteString;
import io.spiffe.workloadapi.grpc.Workload.X509SVID;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/** An X.509-SVID with its key. Immutable; no text of it has the key. */
public final class Svid {
    private final String spiffeId;
    private final String hint;
    private final X509Certificate certificate;
    private final PrivateKey key;

    Svid(String spiffeId, String hint, X509Certificate certificate, PrivateKey key) {
        this.spiffeId = spiffeId;
        this.hint = hint;
        this.certificate = certificate;
        this.key = key;
    }

    /** The certificate, signed by the authority itself. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** For who signs with it in the workload's place. */
    public PrivateKey key() {
        return key;
    }

    /** As the Workload API has it. */
    X509SVID message(byte[] bundle) {
        try {
            return X509SVID.newBuilder()
                    .setSpiffeId(spiffeId)
                    .setX509Svid(ByteString.copyFrom(certificate.getEncoded()))
                    .setX509SvidKey(ByteString.copyFrom(key.getEncoded()))
                    .setBundle(ByteString.copyFrom(bundle))
                    .setHint(hint)
                    .build();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return spiffeId + " until " + certificate.getNotAfter().toInstant();
    }
}
