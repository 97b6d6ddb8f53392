/**
 * Summing a journal up, in memory that does not grow with it: how often each verdict, who was denied what, how long calls took, how many there
 * were when. The command line and tests call it.
 */
@NullMarked
package dev.remit.engine.audit.stats;

import org.jspecify.annotations.NullMarked;
