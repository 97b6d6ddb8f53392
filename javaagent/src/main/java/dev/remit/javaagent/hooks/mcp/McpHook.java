package dev.remit.javaagent.hooks.mcp;

import static dev.remit.engine.Category.TOOL;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.hooks.reactor.ReactorHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.List;
import net.bytebuddy.asm.Advice;
import reactor.core.publisher.Mono;

/**
 * The asynchronous client's {@code callTool}; the synchronous client delegates to it. Decided when it is called, and again for
 * every subscription but the first. The toolset is {@code mcp/} and the name that the server gave itself when the client was
 * initialised; {@code mcp} before that. Outside of an AI agent's work the client itself is one, by the name that it gives servers.
 */
public final class McpHook extends LibraryHook {
    /** The table of the MCP SDK. */
    public McpHook() {
        super("MCP SDK", List.of("2.", "1.", "0.1"), "mcp-core");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(decided(
                TOOL,
                Target.of(
                        "io.modelcontextprotocol.client.McpAsyncClient",
                        "callTool",
                        "io.modelcontextprotocol.spec.McpSchema$CallToolRequest"),
                call("CallTool", "Refused"),
                advice(ReactorHook.MONO)));
    }

    /** {@code callTool}. */
    static final class CallTool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site, @Advice.This McpAsyncClient client, @Advice.Argument(0) CallToolRequest request) {
            return RemitGate.clientTool(
                    site,
                    request,
                    client.getServerInfo() == null
                            ? "mcp"
                            : "mcp/".concat(client.getServerInfo().name()),
                    request.name(),
                    request.arguments(),
                    client,
                    client.getClientInfo() == null
                            ? null
                            : client.getClientInfo().name());
        }
    }

    /** A refusal is the tool's own kind of error, which goes back to the model. */
    static final class Refused {
        @Advice.OnMethodExit
        static void exit(@Advice.Enter String refusal, @Advice.Return(readOnly = false) Mono<CallToolResult> result) {
            if (refusal != null) {
                result = Mono.just(CallToolResult.builder()
                        .addTextContent(refusal)
                        .isError(true)
                        .build());
            }
        }
    }
}
