/**
 * Our engine beside cedar-java's, on cases out of a seed.
 *
 * <p>{@link dev.remit.cedar.differential.CaseGenerator} makes a {@link dev.remit.cedar.differential.World} (a schema and the entities that may
 * be named), then policies, entities and requests about it. Both {@link dev.remit.cedar.differential.Engine engines} answer the same texts; where
 * an answer differs, {@link dev.remit.cedar.differential.Shrinker} makes the case small and the test prints it.
 */
@NullMarked
package dev.remit.cedar.differential;

import org.jspecify.annotations.NullMarked;
