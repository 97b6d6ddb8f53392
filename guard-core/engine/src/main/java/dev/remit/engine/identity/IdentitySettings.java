package dev.remit.engine.identity;

import dev.remit.engine.config.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * Where an identity comes from, and which one is wanted.
 *
 * @param endpoint the Workload API; null for none, and the configured identity stands unproven
 * @param configured the identity as long as nothing proves one
 * @param expected whether the configured identity is the only one to be taken: by it the default SVID is found, and without it none is right.
 *     False where it is only derived from the application's name
 * @param hint by which the default SVID is found where there are several; empty for the one with the expected ID, or the first
 */
public record IdentitySettings(
        @Nullable WorkloadEndpoint endpoint, SpiffeId configured, boolean expected, String hint) {}
