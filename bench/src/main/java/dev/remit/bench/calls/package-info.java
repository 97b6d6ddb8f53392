/**
 * What a guarded call costs whole: calls of the libraries themselves, without a javaagent, under the guard, and under another
 * javaagent. Run by {@code bench/run --only calls}; called by nobody.
 */
@NullMarked
package dev.remit.bench.calls;

import org.jspecify.annotations.NullMarked;
