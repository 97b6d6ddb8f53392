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

/** Validates JWT-SVIDs by what java-spiffe reads of the bundles. Apart from {@link JwtBundles}, which is loaded at every start. Immutable. */
final class JwtValidator {

    private final Map<String, JwtBundle> bundles;

    private JwtValidator(Map<String, JwtBundle> bundles) {
        this.bundles = bundles;
    }

    static JwtValidator of(JWTBundlesResponse message) throws IdentityException {
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
        return new JwtValidator(Map.copyOf(read));
    }

    Set<String> trustDomains() {
        return bundles.keySet();
    }

    ValidatedToken validate(String token, String audience) throws IdentityException {
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
