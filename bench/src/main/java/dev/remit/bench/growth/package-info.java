/** How a decision's cost grows with what it has to do with. Run by {@code bench/run --only growth}; called by nobody. */
@NullMarked
package dev.remit.bench.growth;

import org.jspecify.annotations.NullMarked;
