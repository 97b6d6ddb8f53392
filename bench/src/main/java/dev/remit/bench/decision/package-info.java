/**
 * What a policy decision costs: Remit's engine beside its peers on the same policies and requests, and alone on what only some
 * policies use. Run by {@code bench/run --only decision,language,compile}; called by nobody.
 */
@NullMarked
package dev.remit.bench.decision;

import org.jspecify.annotations.NullMarked;
