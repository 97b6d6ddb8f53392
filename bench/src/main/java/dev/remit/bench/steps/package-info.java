/** Of what a guarded call's cost is made. Run by {@code bench/run --only steps}; called by nobody. */
@NullMarked
package dev.remit.bench.steps;

import org.jspecify.annotations.NullMarked;
