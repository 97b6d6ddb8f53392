package dev.remit.it.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.api.AgentScope;
import dev.remit.api.Remit;
import dev.remit.it.AgentWork;
import dev.remit.it.Recorded;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** MCP clients that are called outside of any AI agent's work, and within it. */
class McpClientNameTwins {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String DESK = "Remit::Agent::\"spiffe://example.org/it/desk\"";
    private static final String OTHER = "Remit::Agent::\"spiffe://example.org/it\"";
    private static final String SESSION_ID = "the-servers-name-for-it";

    private final HttpMcpServer server = new HttpMcpServer(SESSION_ID);
    private final CallToolRequest request = Api.call("desk_tool", Map.of());

    @AfterEach
    void stop() {
        server.close();
    }

    private static McpSyncClient sync(HttpMcpServer server, String name) {
        final McpSyncClient client = McpClient.sync(
                        HttpClientStreamableHttpTransport.builder(server.url()).build())
                .clientInfo(Api.implementation(name))
                .requestTimeout(PATIENCE)
                .build();
        client.initialize();
        return client;
    }

    private static McpAsyncClient async(HttpMcpServer server, String name) {
        final McpAsyncClient client = McpClient.async(
                        HttpClientStreamableHttpTransport.builder(server.url()).build())
                .clientInfo(Api.implementation(name))
                .requestTimeout(PATIENCE)
                .build();
        client.initialize().block(PATIENCE);
        return client;
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(d -> d.path(field).asText()).toList();
    }

    /** The tool's decision, and the rest of its work: its subscription and its request. */
    private static List<JsonNode> decided(Recorded recorded, Callable<CallToolResult> call, boolean allowed)
            throws Exception {
        final CallToolResult result = call.call();
        assertThat(Boolean.TRUE.equals(result.isError())).isEqualTo(!allowed);
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions.get(0).path("verdict").asText()).isEqualTo(allowed ? "allow" : "deny");
        assertThat(texts(decisions, "category")).contains("tool");
        assertThat(texts(decisions, "category").contains("http")).isEqualTo(allowed);
        return decisions;
    }

    @Test
    void shouldActAsTheClientInTheSessionThatTheServerHasNamed() throws Exception {
        try (McpSyncClient desk = sync(server, "desk");
                McpSyncClient other = sync(server, "other")) {
            final Recorded first = new Recorded();
            final List<JsonNode> allowed = decided(first, () -> desk.callTool(request), true);
            final Recorded second = new Recorded();
            final List<JsonNode> denied = decided(second, () -> other.callTool(request), false);

            assertThat(texts(allowed, "principal")).containsOnly(DESK);
            assertThat(texts(denied, "principal")).containsOnly(OTHER);
            assertThat(texts(allowed, "session"))
                    .containsOnly(allowed.get(0).path("session").asText())
                    .allMatch(id -> id.matches("mcp-[0-9a-f]{16}"));
            assertThat(server.runs()).isEqualTo(1);
            assertThat(allowed.toString()).doesNotContain(SESSION_ID);
        }
    }

    @Test
    void shouldActAsTheAsynchronousClientWhereverItIsSubscribed() throws Exception {
        final McpAsyncClient desk = async(server, "desk");
        final McpAsyncClient other = async(server, "other");
        final List<JsonNode> allowed = decided(
                new Recorded(),
                () -> desk.callTool(request)
                        .subscribeOn(Schedulers.boundedElastic())
                        .block(PATIENCE),
                true);
        decided(
                new Recorded(),
                () -> other.callTool(request)
                        .subscribeOn(Schedulers.boundedElastic())
                        .block(PATIENCE),
                false);
        desk.close();
        other.close();

        assertThat(texts(allowed, "principal")).containsOnly(DESK);
        assertThat(texts(allowed, "session"))
                .containsOnly(allowed.get(0).path("session").asText())
                .allMatch(id -> id.startsWith("mcp-"));
    }

    @Test
    void shouldBeInASessionOfTheClientsOwnWhereTheServerNamesNone() throws Exception {
        try (HttpMcpServer nameless = new HttpMcpServer();
                McpSyncClient one = sync(nameless, "desk");
                McpSyncClient two = sync(nameless, "desk")) {
            final Recorded recorded = new Recorded();
            one.callTool(request);
            two.callTool(request);
            one.callTool(request);
            final List<String> sessions = texts(recorded.decisions("tool"), "session").stream()
                    .distinct()
                    .toList();
            assertThat(sessions).hasSize(2).allMatch(id -> id.matches("[0-9a-f-]{36}"));
        }
    }

    @Test
    void shouldStayTheWorkOfTheAgentThatCalls() throws Exception {
        try (McpSyncClient desk = sync(server, "desk");
                McpSyncClient other = sync(server, "other")) {
            final Recorded recorded = new Recorded();
            final CallToolResult denied = AgentWork.inSession("s-desk", () -> desk.callTool(request));
            assertThat(denied.isError()).isTrue();
            final CallToolResult allowed;
            try (AgentScope work = Remit.agent("desk", "s-api")) {
                assertThat(work).isNotNull();
                allowed = other.callTool(request);
            }
            assertThat(allowed.isError()).isFalse();

            final List<JsonNode> decisions = recorded.decisions("tool").stream()
                    .filter(d -> d.path("action").asText().contains("desk_tool"))
                    .toList();
            assertThat(texts(decisions, "verdict")).startsWith("deny", "allow");
            assertThat(texts(decisions, "session").subList(0, 2)).containsExactly("s-desk", "s-api");
            assertThat(texts(decisions, "principal").subList(0, 2)).containsExactly(OTHER, DESK);
        }
    }
}
