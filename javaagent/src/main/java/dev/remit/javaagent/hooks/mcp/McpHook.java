package dev.remit.javaagent.hooks.mcp;

import static dev.remit.engine.Category.TOOL;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.hooks.reactor.ReactorHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import java.util.List;
import net.bytebuddy.asm.Advice;
import reactor.core.publisher.Mono;

/**
 * The asynchronous client's {@code callTool}; the synchronous client delegates to it. Decided when it is called, and again for
 * every subscription but the first. The toolset is {@code mcp/} and the name that the server gave itself when the client was
 * initialised; {@code mcp} before that. Outside of an AI agent's work the client itself is one, by the name that it gives servers.
 *
 * <p>A server decides what a remote client calls where it answers {@code tools/call}, before the tool is looked for; the synchronous
 * server delegates to the asynchronous one. The toolset is {@code mcp-server/} and the server's name: what is permitted of a remote
 * server's tools is not permitted of one's own to everybody. Whoever calls is an AI agent without a name, for what a client
 * calls itself is not proven, in the session that the transport has with it.
 */
public final class McpHook extends LibraryHook {
    private static final String SERVER = "io.modelcontextprotocol.server.";

    /** What answers {@code tools/call} is a lambda, which the compiler numbers. */
    private static final String ANSWER = "lambda$toolsCallRequestHandler$*";

    /** The table of the MCP SDK. */
    public McpHook() {
        super("MCP SDK", List.of("2.", "1.", "0.17", "0.18"), "mcp-core");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                decided(
                        TOOL,
                        Target.of(
                                "io.modelcontextprotocol.client.McpAsyncClient",
                                "callTool",
                                "io.modelcontextprotocol.spec.McpSchema$CallToolRequest"),
                        call("CallTool", "Refused"),
                        advice(ReactorHook.MONO)),
                decided(
                        TOOL,
                        Target.of(
                                SERVER + "McpAsyncServer",
                                ANSWER,
                                SERVER + "McpAsyncServerExchange",
                                "java.lang.Object"),
                        call("ServedTool", "Refused"),
                        advice(ReactorHook.MONO)),
                decided(
                        TOOL,
                        Target.of(
                                SERVER + "McpStatelessAsyncServer",
                                ANSWER,
                                "io.modelcontextprotocol.common.McpTransportContext",
                                "java.lang.Object"),
                        call("StatelessTool", "Refused"),
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

    /** {@code tools/call} of a client that the server has a session with. */
    static final class ServedTool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site,
                @Advice.FieldValue("serverInfo") Implementation server,
                @Advice.FieldValue("jsonMapper") McpJsonMapper json,
                @Advice.Argument(0) McpAsyncServerExchange exchange,
                @Advice.Argument(1) Object asked) {
            // As the server will read it, whatever its mapper takes for a name.
            final CallToolRequest request = json.convertValue(asked, CallToolRequest.class);
            return RemitGate.clientTool(
                    site,
                    request,
                    "mcp-server/".concat(server.name()),
                    request.name(),
                    request.arguments(),
                    exchange,
                    null);
        }
    }

    /** As {@link ServedTool}, where the server has no sessions: the one of the servlet request, else the thread's. */
    static final class StatelessTool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site,
                @Advice.FieldValue("serverInfo") Implementation server,
                @Advice.FieldValue("jsonMapper") McpJsonMapper json,
                @Advice.Argument(1) Object asked) {
            final CallToolRequest request = json.convertValue(asked, CallToolRequest.class);
            return RemitGate.tool(
                    site, request, "mcp-server/".concat(server.name()), request.name(), request.arguments(), null);
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
