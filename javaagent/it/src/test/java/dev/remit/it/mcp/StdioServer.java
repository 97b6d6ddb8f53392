package dev.remit.it.mcp;

import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServer.SyncSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** An MCP server of the SDK's own, in a child process that speaks over its standard input and output. */
public final class StdioServer {
    private StdioServer() {}

    /** A client's way to a server of its own. */
    public static StdioClientTransport transport() {
        return new StdioClientTransport(
                ServerParameters.builder(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString())
                        .args("-cp", System.getProperty("java.class.path"), StdioServer.class.getName())
                        .build(),
                Api.json());
    }

    /** The server: every tool but the failing and the hanging one answers how often a tool has run. */
    public static void main(String[] args) throws InterruptedException {
        // A client that is killed, or never closed, must not leave a server behind.
        ProcessHandle.current().parent().orElseThrow().onExit().thenRun(() -> System.exit(0));
        final AtomicInteger runs = new AtomicInteger();
        final CountDownLatch never = new CountDownLatch(1);
        SyncSpecification<?> server =
                McpServer.sync(new StdioServerTransportProvider(Api.json())).serverInfo("it-server", "1");
        for (String name : new String[] {"mcp_count", "allowed_tool", "denied_tool"}) {
            server = server.toolCall(tool(name), (exchange, request) -> text("run " + runs.incrementAndGet(), false));
        }
        server.toolCall(tool("mcp_fail"), (exchange, request) -> text("it failed", true))
                .toolCall(tool("mcp_hang"), (exchange, request) -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return text("too late", true);
                })
                .build();
        never.await();
    }

    private static Tool tool(String name) {
        return Api.tool(name);
    }

    private static CallToolResult text(String text, boolean error) {
        return CallToolResult.builder().addTextContent(text).isError(error).build();
    }
}
