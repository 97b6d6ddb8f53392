package dev.remit.engine.identity;

import dev.remit.engine.config.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * As whom a workload or an AI agent in it acts. Immutable.
 *
 * @param id the SPIFFE ID
 * @param attested whether a valid SVID says so, not the configuration alone
 * @param expiresMs when that SVID expires, in milliseconds since the epoch; 0 without one
 * @param agent what the framework calls the AI agent, which is the application's own claim; null for the workload itself, or where
 *     nothing was said
 */
public record AgentIdentity(
        SpiffeId id,
        boolean attested,
        long expiresMs,
        @Nullable String agent) {}
