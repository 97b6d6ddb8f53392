/** Embabel: tools of its agents, whichever loop calls them, and the agents' processes. */
@NullMarked
package dev.remit.javaagent.hooks.embabel;

import org.jspecify.annotations.NullMarked;
