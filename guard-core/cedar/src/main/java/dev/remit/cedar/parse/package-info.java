/**
 * From Cedar text or JSON to the syntax tree, and from the tree to JSON. Every error of all files is reported at once; hostile text meets named limits.
 *
 * <p>Begin with {@link dev.remit.cedar.parse.PolicyParser}.
 */
@NullMarked
package dev.remit.cedar.parse;

import org.jspecify.annotations.NullMarked;
