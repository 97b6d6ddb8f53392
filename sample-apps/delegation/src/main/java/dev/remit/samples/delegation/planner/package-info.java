/** The planner: an AI agent that leaves what it can't do itself to the worker. */
@NullMarked
package dev.remit.samples.delegation.planner;

import org.jspecify.annotations.NullMarked;
