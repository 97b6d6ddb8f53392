/** What a whole application loses under the guard. Run by {@code bench/run --only application}; called by nobody. */
@NullMarked
package dev.remit.bench.app;

import org.jspecify.annotations.NullMarked;
