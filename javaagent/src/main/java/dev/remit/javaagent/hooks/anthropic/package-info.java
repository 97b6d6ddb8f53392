/** Anthropic's SDK: the tools that its tool runner calls for the model. */
@NullMarked
package dev.remit.javaagent.hooks.anthropic;

import org.jspecify.annotations.NullMarked;
