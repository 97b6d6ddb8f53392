/** What calls cost that come at a rate of their own, whether the last one is over or not. Run by {@code bench/run --only load}; called by nobody. */
@NullMarked
package dev.remit.bench.load;

import org.jspecify.annotations.NullMarked;
