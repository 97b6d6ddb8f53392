package dev.remit.javaagent.hooks.mcp;

import static dev.remit.engine.Category.TOOL;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * The asynchronous client's {@code callTool}; the synchronous client delegates to it. Decided when it is called, and again for
 * every subscription but the first. The toolset is {@code mcp/} and the name that the server gave itself when the client was
 * initialised; {@code mcp} before that. Outside of an AI agent's work the client itself is one, by the name that it gives servers.
 */
public final class McpHook implements Hook {
    @Override
    public String library() {
        return "MCP SDK";
    }

    @Override
    public List<String> jars() {
        return List.of("mcp-core");
    }

    @Override
    public List<String> versions() {
        return List.of("2.", "1.", "0.1");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(CallSite.advice(
                TOOL,
                "io.modelcontextprotocol.client.McpAsyncClient",
                "callTool",
                List.of("io.modelcontextprotocol.spec.McpSchema$CallToolRequest"),
                "dev.remit.javaagent.hooks.mcp.CallToolAdvice"));
    }
}
