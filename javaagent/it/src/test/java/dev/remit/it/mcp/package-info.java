/** The MCP SDK's client against real servers: the SDK's own in a child process, and one over HTTP. */
package dev.remit.it.mcp;
