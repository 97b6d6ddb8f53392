/**
 * Whether policies fit a schema: strict validation, as Cedar has it. A policy that passes can't fail with a type error in any request that fits the schema, too.
 *
 * <p>Begin with {@link dev.remit.cedar.check.PolicyValidator}.
 */
@NullMarked
package dev.remit.cedar.check;

import org.jspecify.annotations.NullMarked;
