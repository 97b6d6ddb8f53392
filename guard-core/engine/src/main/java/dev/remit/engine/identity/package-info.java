/**
 * Who the workload is, proven by SPIFFE: {@link dev.remit.engine.identity.IdentitySource} keeps a connection to the Workload API on a thread of
 * its own and puts what it learns into one immutable {@link dev.remit.engine.identity.WorkloadIdentity}, which callers read with one volatile
 * read. The sessions, the journal's signatures and the delegation of tasks ask it; nothing of it is on a call's path.
 *
 * <p>The only package that knows java-spiffe and gRPC; no type of theirs leaves it.
 */
@NullMarked
package dev.remit.engine.identity;

import org.jspecify.annotations.NullMarked;
