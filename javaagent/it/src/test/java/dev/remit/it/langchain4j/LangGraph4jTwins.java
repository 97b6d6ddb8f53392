package dev.remit.it.langchain4j;

import static dev.remit.it.langchain4j.ScriptedModel.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.remit.api.AgentScope;
import dev.remit.api.Remit;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.NodeOutput;
import org.bsc.langgraph4j.agentexecutor.AgentExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LangGraph4j's agent executor, a graph whose nodes call a model and LangChain4j's executors of tools. */
class LangGraph4jTwins {
    enum Way {
        INVOKE,
        STREAM,
        STREAMING_MODEL
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final LocalServer server = new LocalServer();
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final Desk desk = new Desk();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private Recorded recorded;

    /** Methods that are tools. */
    final class Desk {
        @Tool("permitted")
        String allowed_tool(@P("text") String text) throws Exception {
            ran.add("allowed " + text);
            // Not twice the same, for the graph's state keeps no message that it has already.
            return text
                    + HTTP.send(
                                    HttpRequest.newBuilder(URI.create(server.allowed("/tool")))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
        }

        @Tool("forbidden")
        String denied_tool(@P("text") String text) {
            ran.add("denied " + text);
            return "it ran";
        }
    }

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    @AfterEach
    void stop() {
        executor.shutdown();
        server.close();
    }

    private String run(Way way, ScriptedModel model) throws Exception {
        final AgentExecutor.Builder builder = AgentExecutor.builder().toolsFromObject(desk);
        final CompiledGraph<AgentExecutor.State> graph = (way == Way.STREAMING_MODEL
                        ? builder.chatModel(model.streaming(executor))
                        : builder.chatModel(model))
                .build()
                .compile();
        final Map<String, Object> input = Map.of("messages", UserMessage.from("go"));
        if (way == Way.INVOKE) {
            return graph.invoke(input).orElseThrow().finalResponse().orElseThrow();
        }
        AgentExecutor.State last = null;
        for (NodeOutput<AgentExecutor.State> output : graph.stream(input)) {
            last = output.state();
        }
        return last.finalResponse().orElseThrow();
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(d -> d.path(field).asText()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetTheGraphGoOnWithARefusalAsTheToolsError(Way way) throws Exception {
        final ScriptedModel model = new ScriptedModel()
                .round(call("allowed_tool", "{\"text\":\"a\"}"), call("denied_tool", "{\"text\":\"b\"}"))
                .round(call("allowed_tool", "{\"text\":\"c\"}"));

        assertThat(run(way, model)).isEqualTo("done");

        assertThat(ran).containsExactly("allowed a", "allowed c");
        assertThat(model.results())
                .extracting(ToolExecutionResultMessage::isError)
                .containsExactly(false, true, false);
        assertThat(model.results().get(1).text())
                .contains("Remit refused this call: action=denied_tool; ")
                .contains("reason=this tool is not for agents; instead=use allowed_tool");
        final List<JsonNode> decided = recorded.decisions();
        assertThat(decided)
                .extracting(d ->
                        d.path("category").asText() + " " + d.path("verdict").asText())
                .containsExactly("tool allow", "http allow", "tool deny", "tool allow", "http allow");
        for (int i : new int[] {0, 3}) {
            assertThat(decided.get(i + 1).path("parent").asLong())
                    .isEqualTo(decided.get(i).path("call").asLong());
        }
        assertThat(recorded.decisions("tool"))
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("ok", "refused", "ok");
        assertThat(decided).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource
    void shouldWorkForTheAgentThatRunsTheGraph(Way way) throws Exception {
        try (AgentScope agent = Remit.agent("desk", "s-graph-" + way)) {
            assertThat(agent).isNotNull();
            assertThat(run(way, new ScriptedModel().round(call("allowed_tool", "{\"text\":\"a\"}"))))
                    .isEqualTo("done");
        }

        final List<JsonNode> decided = recorded.decisions();
        assertThat(texts(decided, "category")).containsExactly("tool", "http");
        assertThat(texts(decided, "session")).containsOnly("s-graph-" + way);
        assertThat(texts(decided, "principal")).containsOnly("Remit::Agent::\"spiffe://example.org/it/desk\"");
    }

    @Test
    void shouldFailTheNodeAsItDoesWithoutAGuardWhereAnExecutorThrows() {
        final ScriptedModel model = new ScriptedModel().round(call("allowed_tool", "{}"));

        assertThatThrownBy(() -> AgentExecutor.builder()
                        .tool(ToolSpecification.builder().name("allowed_tool").build(), (request, memoryId) -> {
                            throw new IllegalStateException("no such booking");
                        })
                        .chatModel(model)
                        .build()
                        .compile()
                        .invoke(Map.of("messages", UserMessage.from("go"))))
                .hasStackTraceContaining("no such booking");

        final List<JsonNode> decided = recorded.decisions();
        assertThat(texts(decided, "verdict")).containsExactly("allow");
        assertThat(recorded.outcome(decided.get(0)).path("outcome").asText()).isEqualTo("error");
    }
}
