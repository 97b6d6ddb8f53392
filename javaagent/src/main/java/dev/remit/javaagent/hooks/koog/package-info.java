/** Koog: tools that its agents' environment calls. */
@NullMarked
package dev.remit.javaagent.hooks.koog;

import org.jspecify.annotations.NullMarked;
