/**
 * A SPIFFE Workload API on a unix socket, for samples and tests: real gRPC, real X.509 and JWT SVIDs, from a certificate authority that lives
 * in memory. {@link dev.remit.samples.workloadapi.Main} serves it alone; tests begin with
 * {@link dev.remit.samples.workloadapi.WorkloadApiServer} and tell it to rotate, deny, end its streams, die and come back.
 *
 * <p>It attests nobody: whoever can open the socket gets every SVID. That is for one user's machine, and no replacement for SPIRE.
 */
@NullMarked
package dev.remit.samples.workloadapi;

import org.jspecify.annotations.NullMarked;
