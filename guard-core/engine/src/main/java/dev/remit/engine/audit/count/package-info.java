/** Counters that the guard keeps in a file beside the journal, for whoever looks on while it runs. Begin with {@link dev.remit.engine.audit.count.GuardCounter}. */
@NullMarked
package dev.remit.engine.audit.count;

import org.jspecify.annotations.NullMarked;
