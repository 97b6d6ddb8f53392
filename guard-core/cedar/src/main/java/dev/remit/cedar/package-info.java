/**
 * Cedar for the JVM: policies are read by {@code parse}, entities by {@code entity}, both joined by {@code compile} into a {@link
 * dev.remit.cedar.eval.CompiledPolicies}, which decides what a {@link dev.remit.cedar.eval.RequestFrame} asks without allocating.
 *
 * <p>Any Java program may use it; it knows nothing of guards or agents.
 */
@NullMarked
package dev.remit.cedar;

import org.jspecify.annotations.NullMarked;
