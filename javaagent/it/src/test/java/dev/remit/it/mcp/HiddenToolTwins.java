package dev.remit.it.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Recorded;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.scheduler.Schedulers;

/** What a client shows an AI agent of a server's tools that the policies deny in any case. */
class HiddenToolTwins {
    enum Way {
        SYNC,
        SYNC_PAGE,
        ASYNC,
        ASYNC_PAGE,
        ELSEWHERE
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> SHOWN = List.of("mcp_count", "allowed_tool", "mcp_fail", "mcp_hang");

    private static McpAsyncClient async;
    private static McpSyncClient sync;

    private Recorded recorded;

    @BeforeAll
    static void start() {
        async = McpClient.async(StdioServer.transport())
                .requestTimeout(PATIENCE)
                .build();
        async.initialize().block(PATIENCE);
        sync = McpClient.sync(StdioServer.transport()).requestTimeout(PATIENCE).build();
        sync.initialize();
    }

    @AfterAll
    static void stop() {
        sync.close();
        async.close();
    }

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    private static List<String> names(ListToolsResult result) {
        return result.tools().stream().map(Tool::name).toList();
    }

    private static Callable<List<String>> list(Way way) {
        return () -> names(
                switch (way) {
                    case SYNC -> sync.listTools();
                    case SYNC_PAGE -> sync.listTools(null);
                    case ASYNC -> async.listTools().block(PATIENCE);
                    case ASYNC_PAGE -> async.listTools(null).block(PATIENCE);
                    case ELSEWHERE ->
                        async.listTools()
                                .subscribeOn(Schedulers.boundedElastic())
                                .block(PATIENCE);
                });
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(record -> record.path(field).asText()).toList();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldShowAnAgentWhatArgumentsMayMakeAllowedAndNothingElse(Way way) throws Exception {
        final String session = "s-list-" + way;

        assertThat(list(way).call()).contains("denied_tool").hasSize(5);
        assertThat(AgentWork.inSession(session, list(way))).containsExactlyInAnyOrderElementsOf(SHOWN);
        assertThat(AgentWork.inSession(session, list(way))).containsExactlyInAnyOrderElementsOf(SHOWN);
        assertThat(list(way).call()).contains("denied_tool").hasSize(5);

        final List<JsonNode> hidden = recorded.hidden();
        assertThat(texts(hidden, "reason")).containsExactly("denied_tool");
        assertThat(texts(hidden, "session")).containsExactly(session);
        assertThat(texts(hidden, "arguments").get(0)).contains("mcp/it-server");
    }

    @Test
    void shouldRefuseAHiddenToolThatIsCalledAllTheSame() throws Exception {
        assertThat(AgentWork.inSession("s-list-call", () -> {
                            sync.listTools();
                            return sync.callTool(Api.call("denied_tool", Map.of()));
                        })
                        .isError())
                .isTrue();

        assertThat(texts(recorded.decisions("tool"), "verdict")).containsExactly("allow", "deny");
    }

    @Test
    void shouldHideWhatComesInOverHttpToo() throws Exception {
        try (HttpMcpServer server = new HttpMcpServer();
                McpSyncClient client = McpClient.sync(HttpClientStreamableHttpTransport.builder(server.url())
                                .build())
                        .build()) {
            client.initialize();

            assertThat(names(client.listTools())).containsExactly("desk_tool");
            assertThat(AgentWork.inSession("s-list-http", () -> names(client.listTools())))
                    .isEmpty();
        }

        assertThat(texts(recorded.hidden(), "reason")).containsExactly("desk_tool");
        assertThat(recorded.decisions("http"))
                .filteredOn(d -> d.path("session").asText().equals("s-list-http"))
                .isNotEmpty();
    }
}
