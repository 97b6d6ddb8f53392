/** How long an application takes to start, without and with the guard. Run by {@code bench/run --only start}; called by nobody. */
@NullMarked
package dev.remit.bench.start;

import org.jspecify.annotations.NullMarked;
