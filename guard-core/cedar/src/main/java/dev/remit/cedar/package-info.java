/**
 * Cedar for the JVM: policies are read by {@code parse}, entities by {@code entity}, both joined by {@code compile} into a {@link
 * dev.remit.cedar.eval.CompiledPolicies}, which decides what a {@link dev.remit.cedar.eval.RequestFrame} asks without allocating, or explains it.
 * Schemas are read by {@code schema}; {@code check} holds policies and requests to them. {@code format} writes policies in one style, {@code cases} runs
 * tests of policies.
 *
 * <p>A guard compiles its policies before the application's {@code main}, when linking a lambda or a stream costs more than the work itself: the way
 * from a text to a snapshot has loops.
 *
 * <p>Any Java program may use it; it knows nothing of guards or agents.
 */
@NullMarked
package dev.remit.cedar;

import org.jspecify.annotations.NullMarked;
