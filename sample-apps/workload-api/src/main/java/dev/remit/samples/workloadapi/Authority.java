package dev.remit.samples.workloadapi;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority of one trust domain: signs X.509-SVIDs and JWT-SVIDs with EC P-256 keys that are in memory alone. Thread-safe.
 */
public final class Authority {
    private static final Duration CA_LIFETIME = Duration.ofDays(1);

    /** Clocks of one machine agree; this is for the second that a certificate's time is cut to. */
    private static final Duration BEFORE = Duration.ofSeconds(10);

    private static final X500Name ISSUER = new X500Name("C=US,O=Remit sample CA");
    private static final X500Name SUBJECT = new X500Name("C=US,O=Remit sample");

    private final String trustDomain;
    private final List<X509Certificate> x509Authorities = new ArrayList<>();
    private final List<JWK> jwtAuthorities = new ArrayList<>();
    private KeyPair caKey;
    private X509Certificate ca;
    private ECKey jwtKey;

    /** @param trustDomain as {@code acme.com} */
    public Authority(String trustDomain) {
        this.trustDomain = trustDomain;
        caKey = newKey();
        ca = newCa(caKey);
        jwtKey = newJwtKey(1);
        trust();
    }

    /** As {@code acme.com}. */
    public String trustDomain() {
        return trustDomain;
    }

    /** New keys to sign with; the bundles keep the old ones too, as an authority does that prepares its next keys. */
    public synchronized void rotate() {
        caKey = newKey();
        ca = newCa(caKey);
        jwtKey = newJwtKey(jwtAuthorities.size() + 1);
        trust();
    }

    /** Issues an X.509-SVID that is valid from now on. */
    public Svid issue(String spiffeId, String hint, Duration lifetime) {
        Instant now = Instant.now();
        return issue(spiffeId, hint, now.minus(BEFORE), now.plus(lifetime));
    }

    /** Issues an X.509-SVID; times are cut to the second. */
    public synchronized Svid issue(String spiffeId, String hint, Instant from, Instant to) {
        KeyPair key = newKey();
        try {
            X509v3CertificateBuilder builder = builder(SUBJECT, key, from, to);
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(ca));
            builder.addExtension(Extension.subjectAlternativeName, false, uri(spiffeId));
            return new Svid(spiffeId, hint, sign(builder), key.getPrivate());
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Issues a JWT-SVID in compact form. */
    public synchronized String token(String spiffeId, List<String> audience, Duration lifetime) {
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(spiffeId)
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(jwtKey.getKeyID())
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims);
        try {
            token.sign(new ECDSASigner(jwtKey));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    /** The certificates of the trust bundle, the newest last. */
    public synchronized List<X509Certificate> x509Authorities() {
        return List.copyOf(x509Authorities);
    }

    /** The X.509 bundle as the Workload API has it: certificates in DER, one behind the other. */
    public byte[] x509Bundle() {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        try {
            for (X509Certificate certificate : x509Authorities()) {
                der.writeBytes(certificate.getEncoded());
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return der.toByteArray();
    }

    /** The JWT bundle as the Workload API has it: a JWKS document. */
    public synchronized byte[] jwtBundle() {
        return new JWKSet(jwtAuthorities).toString().getBytes(StandardCharsets.UTF_8);
    }

    private void trust() {
        x509Authorities.add(ca);
        jwtAuthorities.add(jwtKey.toPublicJWK());
    }

    private X509Certificate newCa(KeyPair key) {
        Instant now = Instant.now();
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    ISSUER,
                    serial(),
                    Date.from(now.minus(CA_LIFETIME)),
                    Date.from(now.plus(CA_LIFETIME)),
                    ISSUER,
                    key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key.getPublic()));
            builder.addExtension(Extension.subjectAlternativeName, false, uri("spiffe://" + trustDomain));
            return certificate(builder, key);
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509v3CertificateBuilder builder(X500Name subject, KeyPair key, Instant from, Instant to) {
        return new JcaX509v3CertificateBuilder(
                ISSUER, serial(), Date.from(from), Date.from(to), subject, key.getPublic());
    }

    private X509Certificate sign(X509v3CertificateBuilder builder) throws GeneralSecurityException {
        return certificate(builder, caKey);
    }

    private static X509Certificate certificate(X509v3CertificateBuilder builder, KeyPair signer)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralNames uri(String spiffeId) {
        return new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, spiffeId));
    }

    private static BigInteger serial() {
        return new BigInteger(127, new SecureRandom()).setBit(126);
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    private static ECKey newJwtKey(int number) {
        KeyPair pair = newKey();
        return new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
                .privateKey(pair.getPrivate())
                .keyID("jwt-" + number)
                .build();
    }
}
