/**
 * What a guarded call costs: benchmarks in pairs, the same work without and with the javaagent, each in JVMs of its own. Run
 * by {@code bench/run-calls}; called by nobody.
 */
@NullMarked
package dev.remit.bench;

import org.jspecify.annotations.NullMarked;
