package dev.remit.it.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.remit.it.JournalBytes;
import dev.remit.it.Recorded;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools of a server in this JVM, called by clients: the SDK's own, which is guarded too, and bare ones. */
class McpServerTwins {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SERVED = "Remit::Toolset::\"mcp-server/guarded-server\"";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Recorded recorded = new Recorded();

    @SuppressWarnings("deprecation") // as the server
    private static McpSyncClient client(GuardedServer.Kind kind, GuardedServer server) {
        final McpClientTransport transport = kind.isSse()
                ? HttpClientSseClientTransport.builder(server.url()).build()
                : HttpClientStreamableHttpTransport.builder(server.url()).build();
        final McpSyncClient client = McpClient.sync(transport)
                // A name that policies permit more than others: nobody has proven it.
                .clientInfo(Api.implementation("desk"))
                .requestTimeout(PATIENCE)
                .build();
        client.initialize();
        return client;
    }

    private static CallToolRequest request(String tool, Map<String, Object> arguments) {
        return Api.call(tool, arguments);
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    private List<JsonNode> served() {
        return recorded.decisions("tool").stream()
                .filter(d -> d.path("resource").asText().equals(SERVED))
                .toList();
    }

    private List<String> outcomes() {
        return served().stream()
                .map(d -> recorded.outcome(d).path("outcome").asText())
                .toList();
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(d -> d.path(field).asText()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void shouldDecideWhatAClientCallsOnTheServerToo(GuardedServer.Kind kind) {
        try (GuardedServer server = new GuardedServer(kind);
                McpSyncClient client = client(kind, server)) {
            final CallToolResult allowed = client.callTool(request("served_count", Map.of("by", 10)));
            final CallToolResult tooMuch = client.callTool(request("served_count", Map.of("by", 11)));
            final CallToolResult denied = client.callTool(request("served_denied", Map.of()));

            assertThat(allowed.isError()).isFalse();
            assertThat(text(allowed)).isEqualTo("run 1");
            assertThat(tooMuch.isError()).isTrue();
            assertThat(text(tooMuch)).contains("policy=mcp-served-limit; reason=too much at once");
            assertThat(denied.isError()).isTrue();
            assertThat(text(denied))
                    .startsWith("Remit refused this call: action=served_denied; "
                            + "resource=Toolset/mcp-server/guarded-server; ");
            assertThat(server.runs()).isEqualTo(1);
            final List<JsonNode> served = served();
            assertThat(texts(served, "verdict")).containsExactly("allow", "deny", "deny");
            assertThat(texts(served, "principal")).containsOnly("Remit::Agent::\"spiffe://example.org/it\"");
            assertThat(served.get(0).path("arguments").asText()).contains("10");
            assertThat(outcomes()).containsExactly("ok", "refused", "refused");
            assertThat(served).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
            // The client's side: one decision a call, of its own, and the one that its subscription is.
            assertThat(recorded.decisions("tool").stream()
                            .filter(d -> d.path("resource").asText().equals("Remit::Toolset::\"mcp/guarded-server\""))
                            .map(d -> d.path("verdict").asText()))
                    .containsOnly("allow");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountWhatAToolDoesAsThatCallsDoing(GuardedServer.Kind kind) {
        try (GuardedServer server = new GuardedServer(kind);
                McpSyncClient client = client(kind, server)) {
            final CallToolResult allowed = client.callTool(request("served_get", Map.of()));

            assertThat(text(allowed)).isEqualTo("run 1");
            final JsonNode tool = served().get(0);
            final List<JsonNode> inside = recorded.decisions("http").stream()
                    .filter(d -> d.path("arguments").asText().contains("/from-a-tool"))
                    .toList();
            assertThat(inside).hasSize(1);
            assertThat(inside.get(0).path("parent").asLong())
                    .isEqualTo(tool.path("call").asLong());
            assertThat(texts(inside, "principal")).isEqualTo(texts(List.of(tool), "principal"));
            assertThat(texts(inside, "session")).isEqualTo(texts(List.of(tool), "session"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRecordAFailure(GuardedServer.Kind kind) {
        try (GuardedServer server = new GuardedServer(kind);
                McpSyncClient client = client(kind, server)) {
            try {
                assertThat(client.callTool(request("served_throw", Map.of())).isError())
                        .isTrue();
            } catch (RuntimeException e) {
                // Of 266 calls that failed the SDK's server closed the connection of 4 before it answered, without the
                // guard.
                assertThat(e.getMessage()).containsAnyOf("it failed", "header parser received no bytes");
            }
            assertThat(outcomes()).containsExactly("error");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveTheLibrarysOwnErrorsAsTheyAre(GuardedServer.Kind kind) {
        try (GuardedServer server = new GuardedServer(kind);
                McpSyncClient client = client(kind, server)) {
            assertThatThrownBy(() -> client.callTool(request("served_missing", Map.of())))
                    .satisfies(e -> assertThat(e.toString()).contains("served_missing"));
            assertThat(text(client.callTool(request("served_absent", Map.of()))))
                    .contains("Remit refused this call: action=served_absent");
            assertThat(outcomes()).containsExactly("error", "refused");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAMABLE_SYNC", "STREAMABLE_ASYNC", "SSE_SYNC", "SSE_ASYNC"})
    void shouldKeepClientsApartAndTheirSessionsIdsOutOfTheJournal(GuardedServer.Kind kind) throws Exception {
        try (GuardedServer server = new GuardedServer(kind);
                McpSyncClient one = client(kind, server);
                McpSyncClient other = client(kind, server)) {
            one.callTool(request("served_count", Map.of()));
            other.callTool(request("served_count", Map.of()));
            one.callTool(request("served_denied", Map.of()));

            final List<String> sessions = texts(served(), "session");
            assertThat(sessions).hasSize(3).allMatch(id -> id.matches("mcp-[0-9a-f]{16}"));
            assertThat(sessions.get(2)).isEqualTo(sessions.get(0));
            assertThat(sessions.get(1)).isNotEqualTo(sessions.get(0));
        }
    }

    @Test
    void shouldDecideForABareClient() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.Kind.STREAMABLE_ASYNC)) {
            final HttpClient http = HttpClient.newHttpClient();
            final HttpResponse<String> begun = post(http, server, null, """
                    {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",
                    "capabilities":{},"clientInfo":{"name":"desk","version":"1"}}}""");
            final String session = begun.headers().firstValue("mcp-session-id").orElseThrow();
            post(http, server, session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            final String allowed = post(http, server, session, call(2, "served_count", "\"by\":1"))
                    .body();
            final String denied =
                    post(http, server, session, call(3, "served_denied", "")).body();
            // A name that is none, and arguments twice: what is decided is what the server would run.
            final String nameless = post(http, server, session, """
                    {"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"arguments":{}}}""").body();

            assertThat(allowed).contains("run 1");
            assertThat(denied)
                    .contains("Remit refused this call: action=served_denied")
                    .contains("\"isError\":true");
            assertThat(nameless).doesNotContain("run ");
            assertThat(server.runs()).isEqualTo(1);
            assertThat(texts(served(), "verdict")).startsWith("allow", "deny");
            assertThat(JournalBytes.filesWith(session)).isEmpty();
        }
    }

    private static String call(int id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{" + arguments + "}}}";
    }

    private static HttpResponse<String> post(HttpClient http, GuardedServer server, String session, String body)
            throws IOException, InterruptedException {
        final HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (session != null) {
            request.header("Mcp-Session-Id", session);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldDecideOverStandardInputAndOutput() throws Exception {
        final AtomicInteger runs = new AtomicInteger();
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName("localhost"));
                Socket near = new Socket("localhost", listening.getLocalPort());
                Socket far = listening.accept()) {
            final McpSyncServer server = McpServer.sync(
                            new StdioServerTransportProvider(Api.json(), far.getInputStream(), far.getOutputStream()))
                    .serverInfo("guarded-server", "1")
                    .toolCall(
                            Api.tool("served_count"),
                            (exchange, request) -> CallToolResult.builder()
                                    .addTextContent("run " + runs.incrementAndGet())
                                    .isError(false)
                                    .build())
                    .build();
            final OutputStream to = near.getOutputStream();
            final BufferedReader from =
                    new BufferedReader(new InputStreamReader(near.getInputStream(), StandardCharsets.UTF_8));
            near.setSoTimeout((int) PATIENCE.toMillis());
            say(
                    to,
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                            + "\"2024-11-05\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bare\",\"version\":\"1\"}}}");
            from.readLine();
            say(to, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            say(to, call(2, "served_count", ""));
            final JsonNode allowed = JSON.readTree(from.readLine()).path("result");
            say(to, call(3, "served_count", "\"by\":11"));
            final JsonNode denied = JSON.readTree(from.readLine()).path("result");

            assertThat(allowed.at("/content/0/text").asText()).isEqualTo("run 1");
            assertThat(denied.path("isError").asBoolean()).isTrue();
            assertThat(denied.at("/content/0/text").asText()).contains("policy=mcp-served-limit");
            assertThat(runs).hasValue(1);
            assertThat(outcomes()).containsExactly("ok", "refused");
            assertThat(texts(served(), "session").stream().distinct()).hasSize(1);
            server.close();
        }
    }

    private static void say(OutputStream to, String line) throws IOException {
        to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    @Test
    void shouldKeepToolsApartThatRunAtOnce() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.Kind.STREAMABLE_SYNC);
                McpSyncClient one = client(GuardedServer.Kind.STREAMABLE_SYNC, server);
                McpSyncClient other = client(GuardedServer.Kind.STREAMABLE_SYNC, server)) {
            // On a thread of its own: the SDK's client needs the common pool, which has one thread where there are two
            // processors.
            final CompletableFuture<CallToolResult> slow = CompletableFuture.supplyAsync(
                    () -> one.callTool(request("served_slow", Map.of())), task -> new Thread(task).start());
            assertThat(server.slow().await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(text(other.callTool(request("served_get", Map.of())))).isEqualTo("run 2");
            assertThat(other.callTool(request("served_denied", Map.of())).isError())
                    .isTrue();
            server.goOn();
            assertThat(text(slow.get(20, TimeUnit.SECONDS))).isEqualTo("run 1");

            assertThat(outcomes()).containsExactly("ok", "ok", "refused");
            assertThat(texts(served(), "session").stream().distinct()).hasSize(2);
        }
    }
}
