package dev.remit.engine.identity;

import dev.remit.engine.config.SpiffeId;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The X.509 authorities of one trust domain. Whoever shows a chain of certificates that it has verified is who the chain's SPIFFE ID says, as far
 * as the authorities are to be trusted; that the chain's key is theirs, a signature has to show. Immutable.
 *
 * @param trustDomain as {@code acme.com}; empty for authorities that do not say which they are of, and so are trusted for any
 * @param authorities the certificates of its certificate authorities
 * @see <a href="https://github.com/spiffe/spiffe/blob/main/standards/X509-SVID.md#5-validation">X509-SVID, section 5</a>
 */
public record TrustBundle(String trustDomain, Set<X509Certificate> authorities) {
    static final int URI_NAME = 6;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;

    /** Whatever providers the application has put before it. */
    private static final String PROVIDER = "SUN";

    public TrustBundle {
        authorities = Set.copyOf(authorities);
    }

    /** When the last of the authorities expires, in milliseconds since the epoch; 0 if there are none. */
    public long expiresMs() {
        long last = 0;
        for (X509Certificate authority : authorities) {
            last = Math.max(last, authority.getNotAfter().toInstant().toEpochMilli());
        }
        return last;
    }

    /**
     * Verifies that a chain is an X.509-SVID of this trust domain, at a time that may be long past: of revocations nothing is asked.
     *
     * @param chain the leaf first
     * @param atMs when the chain was used, in milliseconds since the epoch
     * @return whose it is
     * @throws IdentityException if it is none; the message says why
     */
    public SpiffeId verify(List<X509Certificate> chain, long atMs) throws IdentityException {
        if (chain.isEmpty()) {
            throw new IdentityException("there is no certificate");
        }
        SpiffeId id = idOf(chain.get(0));
        if (!trustDomain.isEmpty() && !id.trustDomain().equals(trustDomain)) {
            throw new IdentityException(
                    id + " is of the trust domain " + id.trustDomain() + ", the bundle is of " + trustDomain);
        }
        if (authorities.isEmpty()) {
            throw new IdentityException(bundle() + " has no authority");
        }
        try {
            Set<TrustAnchor> anchors = new HashSet<>();
            for (X509Certificate authority : authorities) {
                anchors.add(new TrustAnchor(authority, null));
            }
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(Instant.ofEpochMilli(atMs)));
            CertPathValidator.getInstance("PKIX", PROVIDER)
                    .validate(CertificateFactory.getInstance("X.509", PROVIDER).generateCertPath(chain), parameters);
        } catch (CertPathValidatorException e) {
            throw new IdentityException(why(id, chain.get(0), e, atMs), e);
        } catch (GeneralSecurityException e) {
            throw new IdentityException("the chain of " + id + " can't be verified (" + e.getMessage() + ")", e);
        }
        return id;
    }

    private String why(SpiffeId id, X509Certificate leaf, CertPathValidatorException e, long atMs) {
        if (atMs > leaf.getNotAfter().toInstant().toEpochMilli()) {
            return "the SVID of " + id + " expired at " + leaf.getNotAfter().toInstant();
        }
        if (atMs < leaf.getNotBefore().toInstant().toEpochMilli()) {
            return "the SVID of " + id + " is valid only from "
                    + leaf.getNotBefore().toInstant() + " on; compare the clocks";
        }
        return e.getReason() == PKIXReason.NO_TRUST_ANCHOR || e.getReason() == BasicReason.INVALID_SIGNATURE
                ? "the SVID of " + id + " is signed by no authority in " + bundle()
                : "the chain of " + id + " is not valid (" + e.getMessage() + ")";
    }

    private String bundle() {
        return trustDomain.isEmpty() ? "the bundle" : "the bundle of " + trustDomain;
    }

    /**
     * The SPIFFE ID of a leaf that keeps to the profile of X.509-SVIDs. Nothing is verified.
     *
     * @throws IdentityException if it does not
     */
    public static SpiffeId idOf(X509Certificate leaf) throws IdentityException {
        String uri = null;
        for (List<?> name : names(leaf)) {
            if (name.get(0).equals(URI_NAME)) {
                if (uri != null) {
                    throw new IdentityException("the certificate has several URIs as its names, an SVID has one");
                }
                uri = String.valueOf(name.get(1));
            }
        }
        if (uri == null) {
            throw new IdentityException("the certificate has no SPIFFE ID as its name");
        }
        boolean @Nullable [] usage = leaf.getKeyUsage();
        if (leaf.getBasicConstraints() >= 0
                || usage == null
                || !usage[DIGITAL_SIGNATURE]
                || usage[KEY_CERT_SIGN]
                || usage[CRL_SIGN]) {
            throw new IdentityException("the certificate of " + uri + " is not for signatures alone, as an SVID's is");
        }
        try {
            return SpiffeId.parse(uri);
        } catch (IllegalArgumentException e) {
            throw new IdentityException("the certificate's name " + uri + " is no SPIFFE ID: " + e.getMessage(), e);
        }
    }

    static Collection<List<?>> names(X509Certificate leaf) throws IdentityException {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            throw new IdentityException("the names of the certificate can't be read (" + e.getMessage() + ")", e);
        }
    }
}
