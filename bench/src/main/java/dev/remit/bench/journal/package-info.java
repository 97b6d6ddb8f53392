/** What recording costs: the caller's part, the draining thread's, memory, and checking it all again. */
@NullMarked
package dev.remit.bench.journal;

import org.jspecify.annotations.NullMarked;
