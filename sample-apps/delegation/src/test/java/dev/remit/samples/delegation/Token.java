package dev.remit.samples.delegation;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.remit.samples.workloadapi.Authority;
import dev.remit.samples.workloadapi.Svid;
import java.security.cert.CertificateEncodingException;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tokens as somebody else might make them. */
final class Token {
    private static final String PLANNER = "spiffe://acme.com/planner";

    private Token() {}

    /** The planner's, right in all but what is said here: signed by an SVID of that authority, at that time, for a minute. */
    static String by(Authority authority, String audience, Instant issued)
            throws JOSEException, CertificateEncodingException {
        return by(authority, PLANNER, audience, issued);
    }

    /** As the planner's, by another workload. */
    static String by(Authority authority, String workload, String audience, Instant issued)
            throws JOSEException, CertificateEncodingException {
        final Svid svid = authority.issue(workload, "", Duration.ofHours(1));
        final SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("remit-task+jwt"))
                        .x509CertChain(List.of(Base64.encode(svid.certificate().getEncoded())))
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(workload)
                        .audience(audience)
                        .issueTime(Date.from(issued))
                        .expirationTime(Date.from(issued.plusSeconds(60)))
                        .jwtID(UUID.randomUUID().toString())
                        .claim(
                                "task",
                                Map.of(
                                        "path",
                                        "refund-0123456789abcdef",
                                        "intent",
                                        "refund",
                                        "user",
                                        "user:alice",
                                        "deadline",
                                        0,
                                        "budgets",
                                        Map.of(),
                                        "labels",
                                        List.of(),
                                        "tools",
                                        List.of(),
                                        "chain",
                                        List.of(PLANNER)))
                        .build());
        token.sign(new ECDSASigner((ECPrivateKey) svid.key()));
        return token.serialize();
    }
}
