package dev.remit.engine.identity;

import com.google.protobuf.ByteString;
import dev.remit.engine.config.SpiffeId;
import io.spiffe.bundle.jwtbundle.JwtBundle;
import io.spiffe.bundle.jwtbundle.JwtBundleSet;
import io.spiffe.exception.AuthorityNotFoundException;
import io.spiffe.exception.BundleNotFoundException;
import io.spiffe.exception.JwtBundleException;
import io.spiffe.exception.JwtSvidException;
import io.spiffe.spiffeid.TrustDomain;
import io.spiffe.svid.jwtsvid.JwtSvid;
import io.spiffe.workloadapi.grpc.Workload.JWTBundlesResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The keys by which JWT-SVIDs are validated, by trust domain. Immutable. */
public final class JwtBundles {
    static final JwtBundles NONE = new JwtBundles(Map.of());

    /** Far more than a token is; what is longer is not looked at. */
    private static final int LONGEST_TOKEN = 16 * 1024;

    private final Map<String, JwtBundle> bundles;

    private JwtBundles(Map<String, JwtBundle> bundles) {
        this.bundles = bundles;
    }

    static JwtBundles of(JWTBundlesResponse message) throws IdentityException {
        Map<String, JwtBundle> read = new HashMap<>();
        for (Map.Entry<String, ByteString> each : message.getBundlesMap().entrySet()) {
            try {
                TrustDomain trustDomain = TrustDomain.parse(each.getKey());
                read.put(
                        trustDomain.getName(),
                        JwtBundle.parse(trustDomain, each.getValue().toByteArray()));
            } catch (JwtBundleException | RuntimeException e) {
                throw new IdentityException(
                        "the JWT bundle of " + each.getKey() + " can't be read: " + e.getMessage(), e);
            }
        }
        return new JwtBundles(Map.copyOf(read));
    }

    /** The trust domains whose tokens can be validated. */
    public Set<String> trustDomains() {
        return bundles.keySet();
    }

    /**
     * Validates a JWT-SVID by the bundle of its subject's trust domain. Takes milliseconds: not for a call's path.
     *
     * @param audience who it must be meant for
     * @throws IdentityException if it is not valid; the message says why and does not hold it
     */
    public ValidatedToken validate(String token, String audience) throws IdentityException {
        if (token.length() > LONGEST_TOKEN) {
            throw new IdentityException("the token is longer than " + LONGEST_TOKEN + " characters");
        }
        if (bundles.isEmpty()) {
            throw new IdentityException("there is no JWT bundle to validate the token by");
        }
        try {
            JwtSvid svid = JwtSvid.parseAndValidate(token, JwtBundleSet.of(bundles.values()), Set.of(audience));
            return new ValidatedToken(
                    SpiffeId.parse(svid.getSpiffeId().toString()),
                    svid.getAudience(),
                    svid.getExpiry().toInstant().toEpochMilli(),
                    svid.getClaims());
        } catch (BundleNotFoundException | AuthorityNotFoundException e) {
            throw new IdentityException("the token is signed by nobody who is trusted here: " + e.getMessage(), e);
        } catch (JwtSvidException e) {
            throw new IdentityException("the token is not valid: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // A parser's message may quote what it was given.
            throw new IdentityException("the token is no JWT-SVID");
        }
    }
}
