package dev.remit.samples.workloadapi;

import java.time.Duration;

/**
 * An identity that the workload is entitled to, as SPIRE's registration entries have it.
 *
 * @param spiffeId as {@code spiffe://acme.com/support}
 * @param hint which of several it is; empty for none
 * @param lifetime of each SVID
 */
public record Entry(String spiffeId, String hint, Duration lifetime) {}
