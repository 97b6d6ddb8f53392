package dev.remit.it.springai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import dev.remit.it.mcp.StdioServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.mcp.SyncMcpToolCallbackProvider;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

/** What a chat client shows OpenAI's model of tools that the policies deny in any case. */
class HiddenToolTwins {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LocalServer toolsServer = new LocalServer();
    private final Tools tools = new Tools(toolsServer);
    private final Recorded recorded = new Recorded();

    @AfterEach
    void stop() {
        toolsServer.close();
    }

    private static ToolCallback function(String name) {
        return FunctionToolCallback.builder(name, (String text) -> "it ran")
                .description(name)
                .inputType(String.class)
                .build();
    }

    private String ask(OpenAiServer server, String conversation, boolean streaming) {
        final ChatClient.ChatClientRequestSpec prompt = Api.tools(
                ChatClient.create(Api.openAi(server.url("localhost")))
                        .prompt("go")
                        .advisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, conversation)),
                tools,
                function("function_tool"),
                function("beans_other"));
        return streaming
                ? String.join("", prompt.stream().content().collectList().block(PATIENCE))
                : prompt.call().content();
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(record -> record.path(field).asText()).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldShowWhatArgumentsMayMakeAllowedAndNothingElse(boolean streaming) {
        try (OpenAiServer server = new OpenAiServer("allowed_tool")) {
            final String conversation = "s-hide-" + streaming;
            assertThat(ask(server, conversation, streaming)).isEqualTo("done");
            assertThat(ask(server, conversation, streaming)).isEqualTo("done");

            assertThat(server.offered())
                    .hasSize(3)
                    .containsOnly(List.of("allowed_tool", "beans_own", "function_tool", "refund"));
            assertThat(tools.ran).containsExactly("allowed a");
            final List<JsonNode> hidden = recorded.hidden();
            assertThat(texts(hidden, "reason")).containsExactlyInAnyOrder("denied_tool", "beans_other");
            assertThat(texts(hidden, "session")).containsOnly(conversation);
            assertThat(hidden.toString())
                    .contains("dev.remit.it.springai.Tools")
                    .contains("spring-ai");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseAHiddenToolThatIsAskedForAllTheSame(boolean streaming) {
        try (OpenAiServer server = new OpenAiServer("denied_tool")) {
            assertThat(ask(server, "s-hide-all-" + streaming, streaming)).isEqualTo("done");

            assertThat(tools.ran).isEmpty();
            assertThat(texts(recorded.decisions("tool"), "verdict")).containsExactly("deny");
        }
    }

    @Test
    void shouldHideAnMcpServersToolsFromOneAgentAndKeepThemForOthers() throws Exception {
        try (OpenAiServer server = new OpenAiServer("its_mcp_count");
                McpSyncClient client = McpClient.sync(StdioServer.transport())
                        .requestTimeout(PATIENCE)
                        .build()) {
            client.initialize();
            final SyncMcpToolCallbackProvider provider = SyncMcpToolCallbackProvider.builder()
                    .mcpClients(client)
                    .toolNamePrefixGenerator((connection, tool) -> "its_" + tool.name())
                    .build();

            // The first to ask is an agent at work, and the provider keeps what it hears.
            assertThat(AgentWork.inSession("s-outer", provider::getToolCallbacks))
                    .hasSize(5);
            for (int round = 0; round < 2; round++) {
                final ChatClient.ChatClientRequestSpec prompt = ChatClient.create(Api.openAi(server.url("localhost")))
                        .prompt("go")
                        .advisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, "s-hide-mcp"));
                assertThat(Api.tools(prompt, provider.getToolCallbacks()).call().content())
                        .isEqualTo("done");
            }

            assertThat(server.offered())
                    .allSatisfy(names -> assertThat(names)
                            .containsExactlyInAnyOrder(
                                    "its_mcp_count", "its_allowed_tool", "its_mcp_fail", "its_mcp_hang"));
            final List<JsonNode> hidden = recorded.hidden();
            assertThat(texts(hidden, "reason")).containsExactly("denied_tool");
            assertThat(texts(hidden, "session")).containsExactly("s-hide-mcp");
            assertThat(texts(hidden, "arguments").get(0)).contains("mcp/it-server");
        }
    }
}
