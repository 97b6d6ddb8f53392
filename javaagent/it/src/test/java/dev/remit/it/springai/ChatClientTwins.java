package dev.remit.it.springai;

import static dev.remit.it.springai.ScriptedModel.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.remit.it.AgentWork;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import dev.remit.it.mcp.StdioServer;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.mcp.AsyncMcpToolCallbackProvider;
import org.springframework.ai.mcp.SyncMcpToolCallbackProvider;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.ToolCallbackProvider;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** A real chat client, blocking and streaming, with a scripted model behind HTTP. */
class ChatClientTwins {
    enum Mode {
        CALL,
        STREAM,
        STREAM_ELSEWHERE;

        String content(ChatClient.ChatClientRequestSpec spec) {
            return switch (this) {
                case CALL -> spec.call().content();
                case STREAM -> joined(spec.stream().content());
                case STREAM_ELSEWHERE -> joined(spec.stream().content().subscribeOn(Schedulers.parallel()));
            };
        }

        private static String joined(Flux<String> parts) {
            return String.join("", parts.collectList().block(PATIENCE));
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalServer server = new LocalServer();
    private final Tools tools = new Tools(server);
    private final ScriptedModel model = new ScriptedModel(server.allowed("/model"));
    private Recorded recorded;

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(d -> d.path(field).asText()).toList();
    }

    private ChatClient.ChatClientRequestSpec prompt(String conversation) {
        return ChatClient.create(model)
                .prompt("go")
                .advisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, conversation));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldLetTheLoopGoOnWithARefusalTheModelCanRead(Mode mode) throws Exception {
        model.round(call("allowed_tool", "{\"text\":\"a\"}"), call("denied_tool", "{\"text\":\"b\"}"))
                .round(call("allowed_tool", "{\"text\":\"c\"}"));

        assertThat(mode.content(prompt("s-loop").tools(tools))).isEqualTo("done");

        assertThat(tools.ran).containsExactly("allowed a", "allowed c");
        assertThat(model.results()).hasSize(3);
        assertThat(model.results().get(0)).isEqualTo("\"hello\"");
        assertThat(JSON.readTree(model.results().get(1)).path("error").asText())
                .startsWith(
                        "Remit refused this call: action=denied_tool; resource=Toolset/dev.remit.it.springai.Tools; ")
                .contains("policy=denied-tool; reason=this tool is not for agents; instead=use allowed_tool");
        final List<JsonNode> decided = recorded.decisions("tool");
        assertThat(texts(decided, "verdict")).containsExactly("allow", "deny", "allow");
        assertThat(texts(decided, "arguments"))
                .containsExactly("{\"text\":\"a\"}", "{\"text\":\"b\"}", "{\"text\":\"c\"}");
        assertThat(decided).extracting(d -> recorded.outcomes(d)).containsOnly(1L);
        assertThat(decided)
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("ok", "refused", "ok");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldAttributeTheModelAndTheToolsToTheAgentsConversation(Mode mode) {
        model.round(call("allowed_tool", "{\"text\":\"a\"}"));

        mode.content(prompt("customer-7").tools(tools));
        Tools.get(server.allowed("/afterwards"));

        final List<JsonNode> decided = recorded.decisions();
        assertThat(texts(decided, "arguments"))
                .containsExactly("/model", "{\"text\":\"a\"}", "/tool", "/model", "/afterwards");
        assertThat(decided.subList(0, 4))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("customer-7"))
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"));
        assertThat(decided.get(2).path("parent").asLong())
                .isEqualTo(decided.get(1).path("call").asLong());
        final JsonNode prompt = recorded.prompts().get(0);
        assertThat(recorded.prompts()).hasSize(1);
        assertThat(prompt.path("prompt").asText()).isEqualTo("go");
        assertThat(prompt.path("session").asText()).isEqualTo("customer-7");
        assertThat(decided.get(1).path("parent").asLong())
                .isEqualTo(prompt.path("call").asLong());
        assertThat(decided.get(4).path("principal").asText()).startsWith("Remit::Workload::");
        assertThat(decided.get(4).has("session")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldDoWithoutAConversation(Mode mode) {
        model.round(call("allowed_tool", "{\"text\":\"a\"}"));

        mode.content(ChatClient.create(model).prompt("go").tools(tools));

        assertThat(recorded.decisions())
                .hasSize(4)
                .allSatisfy(d -> assertThat(d.path("session").asText())
                        .as("a session of its own")
                        .isEqualTo(recorded.decisions().get(0).path("session").asText())
                        .matches("[0-9a-f-]{36}"))
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldKeepConversationsApart(Mode mode) throws Exception {
        final ExecutorService callers = Executors.newFixedThreadPool(20);
        try {
            final List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                final String number = "" + i;
                answers.add(callers.submit(() ->
                        mode.content(ChatClient.create(new ScriptedModel(server.allowed("/model-" + number))
                                        .round(call("allowed_tool", "{\"text\":\"" + number + "\"}")))
                                .prompt("go")
                                .advisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, "c-" + number))
                                .tools(tools))));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("done");
            }
        } finally {
            callers.shutdownNow();
        }

        final List<JsonNode> decided = recorded.decisions();
        assertThat(decided).hasSize(80);
        for (JsonNode d : decided) {
            final String arguments = d.path("arguments").asText();
            if (!arguments.equals("/tool")) {
                assertThat("c-" + arguments.replaceAll("\\D", ""))
                        .isEqualTo(d.path("session").asText());
            } else {
                assertThat(decided)
                        .anyMatch(tool ->
                                tool.path("call").asLong() == d.path("parent").asLong()
                                        && tool.path("session").equals(d.path("session")));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldBelongToTheToolThatAsksAnotherAgent(Mode mode) throws Exception {
        model.round(call("refund", "{\"amount\":1}"));

        AgentWork.inSession(
                "s-outer",
                () -> mode.content(ChatClient.create(model).prompt("go").tools(tools)));

        final List<JsonNode> decided = recorded.decisions();
        assertThat(texts(decided, "arguments")).containsExactly("{}", "/model", "{\"amount\":1}", "/model");
        assertThat(decided)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"));
        assertThat(decided)
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-outer"));
        assertThat(decided.subList(1, 4))
                .allSatisfy(d -> assertThat(recorded.caller(d))
                        .isEqualTo(decided.get(0).path("call").asLong()));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldDecideByTheArgumentsAndTheDeclaringClass(Mode mode) {
        model.round(
                call("refund", "{\"amount\":100}"),
                call("refund", "{\"amount\":101}"),
                call("refund", "no json"),
                call("beans_own", ""));

        mode.content(prompt("s-arguments").tools(tools));

        assertThat(tools.ran).containsExactly("refund 100", "own");
        assertThat(texts(recorded.decisions("tool"), "verdict")).containsExactly("allow", "deny", "deny", "allow");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldRecordAnMcpToolOnceUnderItsOwnName(Mode mode) {
        try (McpSyncClient client =
                McpClient.sync(StdioServer.transport()).requestTimeout(PATIENCE).build()) {
            client.initialize();
            assertMcpToolsAreRecordedOnce(
                    mode,
                    SyncMcpToolCallbackProvider.builder()
                            .mcpClients(client)
                            .toolNamePrefixGenerator((info, tool) -> "prefixed_" + tool.name())
                            .build());
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldRecordAnAsynchronousMcpToolOnceUnderItsOwnName(Mode mode) {
        final McpAsyncClient client = McpClient.async(StdioServer.transport())
                .requestTimeout(PATIENCE)
                .build();
        client.initialize().block(PATIENCE);
        assertMcpToolsAreRecordedOnce(
                mode,
                AsyncMcpToolCallbackProvider.builder()
                        .mcpClients(client)
                        .toolNamePrefixGenerator((info, tool) -> "prefixed_" + tool.name())
                        .build());
        client.close();
    }

    private void assertMcpToolsAreRecordedOnce(Mode mode, ToolCallbackProvider provider) {
        recorded = new Recorded();
        model.round(call("prefixed_allowed_tool", "{}")).round(call("prefixed_denied_tool", "{\"text\":\"b\"}"));
        final ToolCallback[] callbacks = provider.getToolCallbacks();

        assertThat(mode.content(Api.tools(prompt("s-mcp"), callbacks))).isEqualTo("done");

        assertThat(model.results()).hasSize(2);
        assertThat(model.results().get(0)).contains("run 1");
        assertThat(model.results().get(1))
                .contains("Remit refused this call: action=denied_tool; resource=Toolset/mcp/it-server; ");
        final List<JsonNode> decided = recorded.decisions("tool");
        assertThat(texts(decided, "action"))
                .containsExactly("Remit::Action::\"allowed_tool\"", "Remit::Action::\"denied_tool\"");
        assertThat(texts(decided, "resource")).containsOnly("Remit::Toolset::\"mcp/it-server\"");
        assertThat(texts(decided, "session")).containsOnly("s-mcp");
        assertThat(decided)
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("ok", "refused");
    }

    @Test
    void shouldRecordNothingForAStreamThatNobodySubscribesTo() {
        final Flux<String> unused = prompt("s-unused").tools(tools).stream().content();

        assertThat(unused).isNotNull();
        assertThat(recorded.decisions()).isEmpty();
        assertThat(server.requests()).isZero();
    }
}
