/** AgentScope's agents with a scripted model, and their tools called directly. */
package dev.remit.it.agentscope;
