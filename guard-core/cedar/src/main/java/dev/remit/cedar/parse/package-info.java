/**
 * From Cedar text or JSON to the syntax tree, and from the tree to JSON. Every error of all files is reported at once; hostile text meets named limits.
 *
 * <p>Begin with {@link dev.remit.cedar.parse.PolicyParser}. {@link dev.remit.cedar.parse.TokenStream} and what it needs are public for the parser of
 * schemas alone, whose texts have the same words, limits and errors.
 */
@NullMarked
package dev.remit.cedar.parse;

import org.jspecify.annotations.NullMarked;
