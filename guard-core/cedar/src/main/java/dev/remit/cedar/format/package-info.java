/**
 * One way to write policies: lines of 100 columns, every comment kept where it is.
 *
 * <p>From text to text in one direction: {@code Words} joins tokens with the comments beside them, {@code ExpressionLayout} and {@code
 * PolicyLayout} say where lines may break, {@code Printer} decides where they do. No token is added, left out or moved, so a formatted policy
 * means what it meant.
 *
 * <p>Begin with {@link dev.remit.cedar.format.PolicyFormatter}.
 */
@NullMarked
package dev.remit.cedar.format;

import org.jspecify.annotations.NullMarked;
