/** The guarded libraries: one package each, a table of call sites and what the gate is told at them. Called by weaving and the gate. */
@NullMarked
package dev.remit.javaagent.hooks;

import org.jspecify.annotations.NullMarked;
