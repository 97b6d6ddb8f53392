/** java-spiffe: SVIDs that the application itself gets from its Workload API. */
@NullMarked
package dev.remit.javaagent.hooks.spiffe;

import org.jspecify.annotations.NullMarked;
