/**
 * Two applications that work together. The planner ({@link dev.remit.samples.delegation.planner}) has a customer's wish and opens a task for it; its
 * AI agent leaves the refund to the worker ({@link dev.remit.samples.delegation.worker}), in another JVM, over HTTP. All they know of a guard
 * is {@code remit-api}, by which tasks are opened; that a task goes along to the worker is configuration.
 */
@NullMarked
package dev.remit.samples.delegation;

import org.jspecify.annotations.NullMarked;
