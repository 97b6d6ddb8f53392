/** The floor below native code and javaagents, which may get around all that is woven. */
@NullMarked
package dev.remit.javaagent.hooks.code;

import org.jspecify.annotations.NullMarked;
