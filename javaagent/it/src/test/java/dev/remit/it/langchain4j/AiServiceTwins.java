package dev.remit.it.langchain4j;

import static dev.remit.it.langchain4j.ScriptedModel.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools of a real AI service, asked for by a scripted model. */
class AiServiceTwins {
    interface Assistant {
        String chat(String message);
    }

    interface OtherAssistant {
        String chat(String message);
    }

    interface RememberingAssistant {
        String chat(@MemoryId String id, @UserMessage String message);
    }

    interface StreamingAssistant {
        TokenStream chat(@MemoryId String id, @UserMessage String message);
    }

    /** Tools that note that they ran. */
    static final class Tools {
        final List<String> ran = new CopyOnWriteArrayList<>();
        private final LocalServer server;

        Tools(LocalServer server) {
            this.server = server;
        }

        @Tool(name = "allowed_tool")
        String allowed(@P("text") String text) {
            ran.add("allowed " + text);
            return get(server.allowed("/tool"));
        }

        @Tool(name = "denied_tool")
        String denied(@P("text") String text) {
            ran.add("denied " + text);
            return "it ran";
        }

        @Tool(name = "refund")
        String refund(@P("amount") int amount) {
            ran.add("refund " + amount);
            return "refunded";
        }

        @Tool(name = "assistants_own")
        String assistantsOwn() {
            ran.add("own");
            return "it ran";
        }
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final LocalServer server = new LocalServer();
    private final Tools tools = new Tools(server);
    private Recorded recorded;

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String get(String url) {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(d -> d.path(field).asText()).toList();
    }

    @Test
    void shouldLetTheLoopGoOnWithARefusalAsTheToolsError() {
        final ScriptedModel model = new ScriptedModel()
                .round(call("allowed_tool", "{\"text\":\"a\"}"))
                .round(call("denied_tool", "{\"text\":\"b\"}"))
                .round(call("allowed_tool", "{\"text\":\"c\"}"));
        final Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(model)
                .tools(tools)
                .build();

        assertThat(assistant.chat("go")).isEqualTo("done");

        assertThat(tools.ran).containsExactly("allowed a", "allowed c");
        assertThat(model.results())
                .extracting(ToolExecutionResultMessage::text)
                .satisfiesExactly(
                        text -> assertThat(text).isEqualTo("hello"),
                        text -> assertThat(text)
                                .startsWith("Remit refused this call: action=denied_tool; ")
                                .contains(
                                        "policy=denied-tool; reason=this tool is not for agents; instead=use allowed_tool"),
                        text -> assertThat(text).isEqualTo("hello"));
        assertThat(model.results()).extracting(Api::isError).containsExactly(false, true, false);
        final List<JsonNode> decided = recorded.decisions("tool");
        assertThat(texts(decided, "verdict")).containsExactly("allow", "deny", "allow");
        assertThat(texts(decided, "arguments"))
                .containsExactly("{\"text\":\"a\"}", "{\"text\":\"b\"}", "{\"text\":\"c\"}");
        assertThat(texts(decided, "resource")).containsOnly("Remit::Toolset::\"" + Assistant.class.getName() + "\"");
        assertThat(decided).extracting(d -> recorded.outcomes(d)).containsOnly(1L);
        assertThat(decided)
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("ok", "refused", "ok");
    }

    @Test
    void shouldAttributeTheModelAndTheToolsToTheAgentsSession() {
        final ScriptedModel model = new ScriptedModel()
                .round(call("allowed_tool", "{\"text\":\"a\"}"))
                .atEachCall(() -> get(server.allowed("/model")));
        final RememberingAssistant assistant = AiServices.builder(RememberingAssistant.class)
                .chatModel(model)
                .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
                .tools(tools)
                .build();

        assistant.chat("customer-7", "go");
        get(server.allowed("/afterwards"));

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
        assertThat(prompt.has("parent")).isFalse();
        assertThat(decided.get(0).has("parent")).isFalse();
        assertThat(decided.get(1).path("parent").asLong())
                .isEqualTo(prompt.path("call").asLong());
        assertThat(recorded.caller(decided.get(3))).isZero();
        assertThat(decided.get(4).path("principal").asText()).startsWith("Remit::Workload::");
        assertThat(decided.get(4).has("session")).isFalse();
    }

    @Test
    void shouldTellConversationsWithoutMemoryApart() {
        for (int i = 0; i < 2; i++) {
            AiServices.builder(Assistant.class)
                    .chatModel(new ScriptedModel()
                            .round(call("assistants_own", "{}"))
                            .round(call("assistants_own", "{}")))
                    .tools(tools)
                    .build()
                    .chat("go");
        }

        final List<String> sessions = texts(recorded.decisions("tool"), "session");
        assertThat(sessions).hasSize(4).doesNotContain("", "default");
        assertThat(sessions.get(0)).isEqualTo(sessions.get(1)).isNotEqualTo(sessions.get(2));
        assertThat(sessions.get(2)).isEqualTo(sessions.get(3));
    }

    @Test
    void shouldKnowWhoseToolItIs() {
        final ScriptedModel own = new ScriptedModel().round(call("assistants_own", "{}"));
        final ScriptedModel other = new ScriptedModel().round(call("assistants_own", "{}"));

        AiServices.builder(Assistant.class).chatModel(own).tools(tools).build().chat("go");
        AiServices.builder(OtherAssistant.class)
                .chatModel(other)
                .tools(tools)
                .build()
                .chat("go");

        assertThat(own.results()).extracting(ToolExecutionResultMessage::text).containsExactly("it ran");
        assertThat(other.results()).extracting(Api::isError).containsExactly(true);
        assertThat(tools.ran).containsExactly("own");
    }

    @Test
    void shouldDecideByTheArguments() {
        final ScriptedModel model = new ScriptedModel()
                .round(call("refund", "{\"amount\":100}"))
                .round(call("refund", "{\"amount\":101}"))
                .round(call("refund", "{\"amount\":\"1\"}"))
                .round(call("refund", "{\"amount\":1,\"amount\":1000}"));

        AiServices.builder(Assistant.class)
                .chatModel(model)
                .tools(tools)
                .build()
                .chat("go");

        assertThat(model.results()).extracting(Api::isError).containsExactly(false, true, true, true);
        assertThat(tools.ran).containsExactly("refund 100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "[100]", "{\"amount\":", "100", "{'amount':1}"})
    void shouldRefuseArgumentsThatAreNoJsonObject(String arguments) {
        final ScriptedModel model = new ScriptedModel().round(call("refund", arguments));

        AiServices.builder(Assistant.class)
                .chatModel(model)
                .tools(tools)
                .build()
                .chat("go");

        assertThat(model.results()).singleElement().satisfies(result -> {
            assertThat(Api.isError(result)).isTrue();
            assertThat(result.text()).startsWith("Remit refused this call: action=refund");
        });
        assertThat(tools.ran).isEmpty();
        assertThat(texts(recorded.decisions("tool"), "verdict")).containsExactly("deny");
    }

    @Test
    void shouldGuardALambda() {
        final AtomicInteger runs = new AtomicInteger();
        final ToolExecutor lambda = (request, memoryId) -> "run " + runs.incrementAndGet();
        final ScriptedModel model =
                new ScriptedModel().round(call("allowed_tool", "{}")).round(call("denied_tool", "{}"));

        AiServices.builder(Assistant.class)
                .chatModel(model)
                .tools(Map.of(
                        ToolSpecification.builder().name("allowed_tool").build(), lambda,
                        ToolSpecification.builder().name("denied_tool").build(), lambda))
                .build()
                .chat("go");

        assertThat(model.results()).extracting(Api::isError).containsExactly(false, true);
        assertThat(runs).hasValue(1);
        assertThat(texts(recorded.decisions("tool"), "verdict")).containsExactly("allow", "deny");
    }

    @Test
    void shouldGuardToolsThatRunAtOnce() {
        final ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            final ScriptedModel model = new ScriptedModel()
                    .round(
                            call("allowed_tool", "{\"text\":\"a\"}"),
                            call("denied_tool", "{\"text\":\"b\"}"),
                            call("allowed_tool", "{\"text\":\"c\"}"));
            AiServices.builder(RememberingAssistant.class)
                    .chatModel(model)
                    .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
                    .tools(tools)
                    .executeToolsConcurrently(executor)
                    .build()
                    .chat("customer-8", "go");

            assertThat(tools.ran).containsExactlyInAnyOrder("allowed a", "allowed c");
            assertThat(model.results()).extracting(Api::isError).containsExactly(false, true, false);
            final List<JsonNode> decided = recorded.decisions();
            assertThat(decided)
                    .hasSize(5)
                    .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("customer-8"))
                    .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"));
            for (JsonNode http : recorded.decisions("http")) {
                assertThat(recorded.decisions("tool"))
                        .anyMatch(tool -> tool.path("call").asLong()
                                        == http.path("parent").asLong()
                                && tool.path("thread").equals(http.path("thread")));
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGuardAStreamingServiceOnWhicheverThread(boolean concurrently) throws Exception {
        final ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            final ScriptedModel model = new ScriptedModel()
                    .round(call("allowed_tool", "{\"text\":\"a\"}"))
                    .round(call("denied_tool", "{\"text\":\"b\"}"))
                    .atEachCall(() -> get(server.allowed("/model")));
            final AiServices<StreamingAssistant> services = AiServices.builder(StreamingAssistant.class)
                    .streamingChatModel(model.streaming(executor))
                    .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
                    .tools(tools);
            if (concurrently) {
                services.executeToolsConcurrently(executor);
            }
            final CompletableFuture<String> answer = new CompletableFuture<>();
            services.build()
                    .chat("customer-9", "go")
                    .onPartialResponse(unused -> {})
                    .onCompleteResponse(
                            response -> answer.complete(response.aiMessage().text()))
                    .onError(answer::completeExceptionally)
                    .start();

            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("done");
            assertThat(tools.ran).containsExactly("allowed a");
            assertThat(model.results()).extracting(Api::isError).containsExactly(false, true);
            final List<JsonNode> decided = recorded.decisions();
            assertThat(texts(decided, "arguments"))
                    .containsExactly("/model", "{\"text\":\"a\"}", "/tool", "/model", "{\"text\":\"b\"}", "/model");
            assertThat(decided)
                    .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("customer-9"))
                    .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"));
            assertThat(decided.get(2).path("parent").asLong())
                    .isEqualTo(decided.get(1).path("call").asLong());
        } finally {
            executor.shutdownNow();
        }
    }
}
