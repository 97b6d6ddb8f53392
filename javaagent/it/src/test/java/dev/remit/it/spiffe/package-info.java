/** java-spiffe against the samples' Workload API, which issues real SVIDs over a unix socket. */
package dev.remit.it.spiffe;
