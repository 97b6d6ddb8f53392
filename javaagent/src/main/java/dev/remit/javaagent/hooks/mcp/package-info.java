/** The MCP SDK's client: tools of MCP servers, whatever the transport. */
@NullMarked
package dev.remit.javaagent.hooks.mcp;

import org.jspecify.annotations.NullMarked;
