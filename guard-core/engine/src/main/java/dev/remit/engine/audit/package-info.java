/**
 * The audit path. A caller fills a {@link dev.remit.engine.audit.DecisionEntry}, the {@link dev.remit.engine.audit.Recorder} commits it
 * to a memory-mapped ring that survives the process, and the caller goes on; one daemon thread drains the ring into the journal. What is
 * acknowledged is safe from a kill of the process. The enforcement point calls this package; readers start in {@code audit.read}.
 */
@NullMarked
package dev.remit.engine.audit;

import org.jspecify.annotations.NullMarked;
