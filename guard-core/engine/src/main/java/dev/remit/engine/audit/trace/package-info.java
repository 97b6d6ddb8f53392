/**
 * What was done in a task: its records, and those of the tasks opened within it, put together from the journals of one or several JVMs. Memory grows
 * with the trace, not with the journals. The command line and tests call it.
 */
@NullMarked
package dev.remit.engine.audit.trace;

import org.jspecify.annotations.NullMarked;
