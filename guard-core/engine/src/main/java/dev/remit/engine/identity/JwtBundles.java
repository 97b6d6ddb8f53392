package dev.remit.engine.identity;

import io.spiffe.workloadapi.grpc.Workload.JWTBundlesResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys by which JWT-SVIDs are validated, by trust domain. Immutable. */
public final class JwtBundles {
    static final JwtBundles NONE = new JwtBundles(Set.of(), null);

    /** Far more than a token is; what is longer is not looked at. */
    private static final int LONGEST_TOKEN = 16 * 1024;

    private final Set<String> trustDomains;
    private final @Nullable JwtValidator validator;

    private JwtBundles(Set<String> trustDomains, @Nullable JwtValidator validator) {
        this.trustDomains = trustDomains;
        this.validator = validator;
    }

    static JwtBundles of(JWTBundlesResponse message) throws IdentityException {
        JwtValidator read = JwtValidator.of(message);
        Set<String> named = read.trustDomains();
        return named.isEmpty() ? NONE : new JwtBundles(named, read);
    }

    /** The trust domains whose tokens can be validated. */
    public Set<String> trustDomains() {
        return trustDomains;
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
        if (validator == null) {
            throw new IdentityException("there is no JWT bundle to validate the token by");
        }
        return validator.validate(token, audience);
    }
}
