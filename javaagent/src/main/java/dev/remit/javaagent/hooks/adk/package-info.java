/** Google's Agent Development Kit: its agents, what they ask their models, and their tools, whatever executes them. */
@NullMarked
package dev.remit.javaagent.hooks.adk;

import org.jspecify.annotations.NullMarked;
