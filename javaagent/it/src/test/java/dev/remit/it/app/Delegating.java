package dev.remit.it.app;

import dev.remit.api.Remit;
import dev.remit.api.Task;
import dev.remit.it.grpc.EchoServer;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.util.Map;

/** An application that asks two hosts for the same things by each client: in the course of a task, and in none. */
public final class Delegating {
    /** What it sets {@code Remit-Task} to where it sets it itself. */
    public static final String OWN = "own";

    private static final Metadata.Key<String> HEADER = Metadata.Key.of("Remit-Task", Metadata.ASCII_STRING_MARSHALLER);

    private Delegating() {}

    /** @param arguments URLs that end in a slash, of a host that tasks go along to, of one they don't, and of one they do by HTTPS; and an MCP server's; the authority of a gRPC server */
    @SuppressWarnings("try") // the task is open around them, and asked nothing
    public static void main(String[] arguments) throws Exception {
        final Metadata own = new Metadata();
        own.put(HEADER, OWN);
        final ManagedChannel grpc = ManagedChannelBuilder.forTarget(arguments[4])
                .intercept(MetadataUtils.newAttachHeadersInterceptor(own))
                .usePlaintext()
                .build();
        final String due = arguments[0];
        final String other = arguments[1];
        final String secure = arguments[2];
        try (ClientWays clients = new ClientWays();
                McpSyncClient mcp = McpClient.sync(HttpClientStreamableHttpTransport.builder(arguments[3])
                                .build())
                        .build()) {
            mcp.initialize();
            try (Task task = Remit.task("hand-on").open()) {
                for (Map.Entry<String, ClientWays.Way> way : clients.full().entrySet()) {
                    way.getValue().ask(due + way.getKey() + "/there", null);
                    way.getValue().ask(due + way.getKey() + "/there-own", OWN);
                    // After the others: who knows of credentials may send them along unasked.
                    way.getValue().ask(due + way.getKey() + "/login", null);
                    way.getValue().ask(secure + way.getKey() + "/direct", null);
                }
                for (Map.Entry<String, ClientWays.Way> way : clients.minimal().entrySet()) {
                    way.getValue().ask(due + way.getKey() + "/direct", null);
                    way.getValue().ask(due + way.getKey() + "/direct-own", OWN);
                    way.getValue().ask(other + way.getKey() + "/direct-own", OWN);
                }
                mcp.callTool(
                        CallToolRequest.builder("mcp_count").arguments(Map.of()).build());
                call(grpc);
                call(grpc);
            }
            final Map<String, ClientWays.Way> all = clients.full();
            all.putAll(clients.minimal());
            for (Map.Entry<String, ClientWays.Way> way : all.entrySet()) {
                way.getValue().ask(due + way.getKey() + "/no-task", null);
                way.getValue().ask(due + way.getKey() + "/no-task-own", OWN);
            }
            mcp.callTool(
                    CallToolRequest.builder("mcp_count").arguments(Map.of()).build());
        }
        call(grpc);
        grpc.shutdownNow();
        System.out.println("done");
    }

    private static void call(ManagedChannel channel) {
        ClientCalls.blockingUnaryCall(channel, EchoServer.SAY, CallOptions.DEFAULT, "hi");
    }
}
