/**
 * From the syntax tree and the entities to a snapshot that decides: names numbered, constants folded, context paths turned into slots.
 *
 * <p>Begin with {@link dev.remit.cedar.compile.PolicyCompiler}.
 */
@NullMarked
package dev.remit.cedar.compile;

import org.jspecify.annotations.NullMarked;
