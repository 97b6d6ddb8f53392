/**
 * The syntax tree of Cedar policies: immutable, each node with the place it came from.
 *
 * <p>Made by {@code parse}, read by {@code compile}. Safe to share between threads.
 */
@NullMarked
package dev.remit.cedar.ast;

import org.jspecify.annotations.NullMarked;
