/** The MCP SDK: tools that its client calls and tools that its server offers, whatever the transport. */
@NullMarked
package dev.remit.javaagent.hooks.mcp;

import org.jspecify.annotations.NullMarked;
