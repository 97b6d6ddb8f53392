/** OpenAI's Java SDK, whose asynchronous client sends from other threads. It has no tool runner; its HTTP is its client's. */
@NullMarked
package dev.remit.javaagent.hooks.openai;

import org.jspecify.annotations.NullMarked;
