/** What the guard takes of memory, idle, under load and over time. Run by {@code bench/run --only memory,soak}; called by nobody. */
@NullMarked
package dev.remit.bench.memory;

import org.jspecify.annotations.NullMarked;
