/** AgentScope: its agents' tools, whoever calls them. */
@NullMarked
package dev.remit.javaagent.hooks.agentscope;

import org.jspecify.annotations.NullMarked;
