/** Who acts, for what, and what was done so far: sessions and tasks, the state that policies may ask about. */
@NullMarked
package dev.remit.engine.session;

import org.jspecify.annotations.NullMarked;
