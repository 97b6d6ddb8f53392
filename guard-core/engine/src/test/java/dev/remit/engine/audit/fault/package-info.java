/** Faults that are really done: to JVMs of their own, which record while it happens. {@code docs/faults.md} is the table of them. */
@NullMarked
package dev.remit.engine.audit.fault;

import org.jspecify.annotations.NullMarked;
