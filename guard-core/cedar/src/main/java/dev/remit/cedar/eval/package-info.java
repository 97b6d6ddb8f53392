/**
 * Compiled policies and the request frame they are asked with. Nothing here allocates while a request is decided.
 *
 * <p>Callers use {@link dev.remit.cedar.eval.CompiledPolicies}, {@link dev.remit.cedar.eval.RequestFrame}, {@link
 * dev.remit.cedar.eval.Value} and {@link dev.remit.cedar.eval.ResolvedEntity}; the builders ({@code Nodes}, {@code SlotTree},
 * {@code EntityTable}) are for the {@code compile} package.
 */
@NullMarked
package dev.remit.cedar.eval;

import org.jspecify.annotations.NullMarked;
