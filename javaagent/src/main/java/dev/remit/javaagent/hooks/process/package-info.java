/** The floor below every child process. */
@NullMarked
package dev.remit.javaagent.hooks.process;

import org.jspecify.annotations.NullMarked;
