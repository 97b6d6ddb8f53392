package dev.remit.engine.delegation;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.IdentityException;
import dev.remit.engine.identity.Svid;
import dev.remit.engine.identity.TrustBundle;
import dev.remit.engine.identity.WorkloadIdentity;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes and accepts the tokens by which a task is handed on: JWTs (RFC 7519) of type {@code remit-task+jwt}, signed with the key of the
 * delegator's X.509-SVID, whose chain stands in the header ({@code x5c}, RFC 7515), made for one host and good once, for {@link #LIFE_MS}.
 * Thread-safe; takes some tenths of a millisecond.
 */
public final class TaskTokens {
    /** The header of an HTTP request that a token travels in. */
    public static final String HEADER = "Remit-Task";

    /** For how long a token is good, in milliseconds. */
    static final long LIFE_MS = 60_000;

    /** By how much clocks may differ, in milliseconds. */
    static final long SKEW_MS = 5_000;

    private static final int LONGEST = 16 * 1024;
    private static final JOSEObjectType TYPE = new JOSEObjectType("remit-task+jwt");

    private final UsedTokens used = new UsedTokens();
    private final long startedMs;

    /** @param nowMs now, in milliseconds since the epoch: of tokens that are older nobody knows whether they were used */
    public TaskTokens(long nowMs) {
        this.startedMs = nowMs;
    }

    /**
     * A token for a task.
     *
     * @param as the SVID of who hands it on
     * @param audience the host it is for, as {@code name:port}
     * @throws DelegationException if it can't be signed
     */
    public String issue(DelegatedTask task, Svid as, String audience, long nowMs) throws DelegationException {
        final Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("path", task.path());
        claims.put("intent", task.intent());
        claims.put("user", task.user());
        claims.put("deadline", task.deadlineMs());
        claims.put("budgets", task.budgets());
        claims.put("labels", task.labels());
        claims.put("tools", task.tools());
        claims.put("chain", task.chain());
        try {
            final List<Base64> chain = new ArrayList<>();
            for (X509Certificate certificate : as.chain()) {
                chain.add(Base64.encode(certificate.getEncoded()));
            }
            final SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(algorithm(as.chain().get(0).getPublicKey()))
                            .type(TYPE)
                            .x509CertChain(chain)
                            .build(),
                    new JWTClaimsSet.Builder()
                            .issuer(task.delegator().toString())
                            .audience(audience)
                            .issueTime(Date.from(Instant.ofEpochMilli(nowMs)))
                            .expirationTime(Date.from(Instant.ofEpochMilli(nowMs + LIFE_MS)))
                            .jwtID(UUID.randomUUID().toString())
                            .claim("task", claims)
                            .build());
            jwt.sign(signer(as));
            return jwt.serialize();
        } catch (JOSEException | CertificateEncodingException e) {
            throw new DelegationException("no token can be signed with the SVID of " + as.id(), e);
        }
    }

    /**
     * Accepts a token, once.
     *
     * @param identity by whose trust bundles who made it is known
     * @param audiences the names of this host, each as {@code name:port}
     * @throws DelegationException if it is not valid; the message says why
     */
    public DelegatedTask accept(String token, WorkloadIdentity identity, Set<String> audiences, long nowMs)
            throws DelegationException {
        if (token.length() > LONGEST) {
            throw new DelegationException("the token is longer than " + LONGEST + " characters");
        }
        try {
            final SignedJWT jwt = SignedJWT.parse(token);
            final JWTClaimsSet claims = jwt.getJWTClaimsSet();
            final SpiffeId delegator = signer(jwt, claims, identity, nowMs);
            checkTimes(claims, nowMs);
            if (claims.getAudience().size() != 1
                    || !audiences.contains(claims.getAudience().get(0))) {
                throw new DelegationException(
                        "the token is for " + claims.getAudience() + ", and this is " + audiences);
            }
            final DelegatedTask task = task(claims, delegator);
            used.use(claims.getIssuer() + ' ' + claims.getJWTID(), nowMs + LIFE_MS + SKEW_MS, nowMs);
            return task;
        } catch (ParseException | RuntimeException e) {
            // A parser's message may quote what it was given.
            throw new DelegationException("the token is none that can be read");
        }
    }

    private static SpiffeId signer(SignedJWT jwt, JWTClaimsSet claims, WorkloadIdentity identity, long nowMs)
            throws DelegationException {
        final List<X509Certificate> chain = new ArrayList<>();
        final @Nullable List<Base64> encoded = jwt.getHeader().getX509CertChain();
        for (Base64 each : encoded == null ? List.<Base64>of() : encoded) {
            final @Nullable X509Certificate certificate = X509CertUtils.parse(each.decode());
            if (certificate == null) {
                throw new DelegationException("a certificate in the token can't be read");
            }
            chain.add(certificate);
        }
        if (chain.isEmpty() || !TYPE.equals(jwt.getHeader().getType())) {
            throw new DelegationException("the token is none of a task's");
        }
        final SpiffeId issuer = SpiffeId.parse(String.valueOf(claims.getIssuer()));
        final @Nullable TrustBundle bundle = identity.x509Bundle(issuer.trustDomain());
        if (bundle == null) {
            throw new DelegationException("the token is by " + issuer + ", and nobody of the trust domain "
                    + issuer.trustDomain() + " is trusted here");
        }
        try {
            final SpiffeId id = bundle.verify(chain, nowMs);
            if (!id.equals(issuer)) {
                throw new DelegationException("the token is signed by " + id + " and says that it is by " + issuer);
            }
            final PublicKey key = chain.get(0).getPublicKey();
            if (!jwt.getHeader().getAlgorithm().equals(algorithm(key)) || !jwt.verify(verifier(key))) {
                throw new DelegationException("the token's signature is wrong");
            }
            return id;
        } catch (IdentityException | JOSEException e) {
            throw new DelegationException("the token is signed by nobody who is trusted here: " + e.getMessage(), e);
        }
    }

    private void checkTimes(JWTClaimsSet claims, long nowMs) throws DelegationException {
        final @Nullable Date issued = claims.getIssueTime();
        final @Nullable Date expires = claims.getExpirationTime();
        if (issued == null || expires == null || claims.getJWTID() == null) {
            throw new DelegationException("the token does not say since when and until when it is good, or has no id");
        }
        final long issuedMs = issued.toInstant().toEpochMilli();
        if (nowMs >= expires.toInstant().toEpochMilli() + SKEW_MS || nowMs >= issuedMs + LIFE_MS + SKEW_MS) {
            throw new DelegationException("the token expired at " + expires.toInstant());
        }
        if (issuedMs > nowMs + SKEW_MS) {
            throw new DelegationException("the token is of a later time than now; compare the clocks");
        }
        if (issuedMs < startedMs - SKEW_MS) {
            throw new DelegationException("the token is older than this guard, which can't know whether it was used");
        }
    }

    private static DelegatedTask task(JWTClaimsSet claims, SpiffeId delegator) throws ParseException {
        final Map<String, Object> task = claims.getJSONObjectClaim("task");
        final Map<String, Long> budgets = new LinkedHashMap<>();
        if (task.get("budgets") instanceof Map<?, ?> given) {
            given.forEach((name, left) -> budgets.put((String) name, ((Number) left).longValue()));
        }
        // What the token says of others is its maker's word; the maker alone is proven, and never left out.
        final List<String> chain = texts(task.get("chain"));
        if (!chain.contains(delegator.toString())) {
            chain.add(delegator.toString());
        }
        return new DelegatedTask(
                delegator,
                (String) required(task, "path"),
                (String) required(task, "intent"),
                (String) task.get("user"),
                ((Number) required(task, "deadline")).longValue(),
                budgets,
                texts(task.get("labels")),
                texts(task.get("tools")),
                chain);
    }

    private static Object required(Map<String, Object> task, String name) throws ParseException {
        final @Nullable Object value = task.get(name);
        if (value == null) {
            throw new ParseException(name, 0);
        }
        return value;
    }

    private static List<String> texts(@Nullable Object several) {
        final List<String> texts = new ArrayList<>();
        if (several instanceof Collection<?> each) {
            each.forEach(text -> texts.add((String) text));
        }
        return texts;
    }

    private static JWSAlgorithm algorithm(PublicKey key) throws JOSEException {
        if (key instanceof ECPublicKey ec) {
            return switch (ec.getParams().getCurve().getField().getFieldSize()) {
                case 256 -> JWSAlgorithm.ES256;
                case 384 -> JWSAlgorithm.ES384;
                case 521 -> JWSAlgorithm.ES512;
                default -> throw new JOSEException("no such curve");
            };
        }
        if (key instanceof RSAPublicKey) {
            return JWSAlgorithm.RS256;
        }
        throw new JOSEException("an SVID's key is EC or RSA");
    }

    private static JWSSigner signer(Svid as) throws JOSEException {
        return as.privateKey() instanceof ECPrivateKey ec ? new ECDSASigner(ec) : new RSASSASigner(as.privateKey());
    }

    private static JWSVerifier verifier(PublicKey key) throws JOSEException {
        return key instanceof ECPublicKey ec ? new ECDSAVerifier(ec) : new RSASSAVerifier((RSAPublicKey) key);
    }
}
