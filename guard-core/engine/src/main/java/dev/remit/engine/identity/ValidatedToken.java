package dev.remit.engine.identity;

import dev.remit.engine.config.SpiffeId;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a JWT-SVID says whose signature, audience and expiry were right. Immutable.
 *
 * @param subject whose it is
 * @param audience who it is meant for
 * @param expiresMs in milliseconds since the epoch
 * @param claims all that it claims, these three too
 */
public record ValidatedToken(SpiffeId subject, Set<String> audience, long expiresMs, Map<String, Object> claims) {
    public ValidatedToken {
        audience = Set.copyOf(audience);
        claims = Collections.unmodifiableMap(new HashMap<>(claims));
    }
}
