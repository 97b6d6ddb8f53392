/** Puts the calls to the gate into guarded methods as their classes are loaded. Knows no library; the hooks' tables tell it what to weave. */
@NullMarked
package dev.remit.javaagent.weave;

import org.jspecify.annotations.NullMarked;
