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
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.Iterator;
import java.util.List;
import net.bytebuddy.asm.Advice;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The asynchronous client's {@code callTool}; the synchronous client delegates to it. Decided when it is called, and again for
 * every subscription but the first. The toolset is {@code mcp/} and the name that the server gave itself when the client was
 * initialised; {@code mcp} before that. Outside of an AI agent's work the client itself is one, by the name that it gives servers.
 *
 * <p>Of the tools that a server lists an AI agent is shown those that it may call.
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

    /** What looks at each page of the answer to {@code tools/list} before the application does, a lambda too. */
    private static final String LISTED = "lambda$listToolsInternal$*";

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
                told(
                        Target.of(
                                "io.modelcontextprotocol.spec.McpClientSession",
                                "sendRequest",
                                "java.lang.String",
                                "java.lang.Object",
                                "io.modelcontextprotocol.json.TypeRef"),
                        advice("Listing")),
                told(
                        Target.of(
                                "io.modelcontextprotocol.client.McpAsyncClient",
                                LISTED,
                                "io.modelcontextprotocol.spec.McpSchema$ListToolsResult"),
                        advice("Listed")),
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

    /**
     * {@code tools/list} is asked: whose work this thread does is whose the answer is, on whatever thread it comes in. What Spring AI's
     * providers ask for they keep, for whichever AI agent asks next: that is nobody's, and each agent is offered its own part of it.
     */
    static final class Listing {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) String method, @Advice.Return(readOnly = false) Mono<Object> result) {
            if ("tools/list".equals(method) && result != null) {
                boolean kept = false;
                for (StackTraceElement frame : Thread.currentThread().getStackTrace()) {
                    kept |= frame.getClassName().startsWith("org.springframework.ai.mcp.");
                }
                if (!kept) {
                    // Nobody's thread but that of the answer: the operator's task carries the work of whoever
                    // subscribes.
                    result = result.publishOn(Schedulers.immediate());
                }
            }
        }
    }

    /** A page of the server's tools has come in, and nobody else has it yet. */
    static final class Listed {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.This McpAsyncClient client, @Advice.Argument(0) ListToolsResult page) {
            if (page.tools() != null && client.getServerInfo() != null) {
                try {
                    for (Iterator<Tool> tools = page.tools().iterator(); tools.hasNext(); ) {
                        if (RemitGate.hides(
                                site,
                                "mcp/".concat(client.getServerInfo().name()),
                                tools.next().name())) {
                            tools.remove();
                        }
                    }
                } catch (UnsupportedOperationException e) {
                    // A transport's own list that is not to be changed is shown as it is.
                }
            }
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
