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
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.remit.it.Needs;
import dev.remit.it.Recorded;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What AI services show their models of tools that the policies deny in any case. */
@Needs("dev.langchain4j.service.tool.ToolServiceContext#effectiveTools")
class HiddenToolTwins {
    interface Assistant {
        String chat(@MemoryId String id, @UserMessage String message);
    }

    interface StreamingAssistant {
        TokenStream chat(@MemoryId String id, @UserMessage String message);
    }

    /** Tools that note that they ran. */
    static final class Tools {
        final List<String> ran = new CopyOnWriteArrayList<>();

        @Tool(name = "allowed_tool")
        String allowed(@P("text") String text) {
            ran.add("allowed " + text);
            return "it ran";
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

        /** Is permitted as another AI service's tool. */
        @Tool(name = "assistants_own")
        String assistantsOwn() {
            ran.add("own");
            return "it ran";
        }
    }

    private final Tools tools = new Tools();
    private final Recorded recorded = new Recorded();

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(record -> record.path(field).asText()).toList();
    }

    private static AiServices<Assistant> service(ScriptedModel model) {
        return AiServices.builder(Assistant.class)
                .chatModel(model)
                .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10));
    }

    @Test
    void shouldShowWhatArgumentsMayMakeAllowedAndNothingElse() {
        final ScriptedModel model = new ScriptedModel()
                .round(call("refund", "{\"amount\":1000}"))
                .round(call("allowed_tool", "{\"text\":\"a\"}"));
        final ScriptedModel again = new ScriptedModel();
        final ScriptedModel other = new ScriptedModel();

        assertThat(service(model).tools(tools).build().chat("c-hide-1", "go")).isEqualTo("done");
        assertThat(service(again).tools(tools).build().chat("c-hide-1", "again"))
                .isEqualTo("done");
        assertThat(service(other).tools(tools).build().chat("c-hide-2", "go")).isEqualTo("done");

        assertThat(model.offered()).hasSize(3).containsOnly(List.of("allowed_tool", "refund"));
        assertThat(again.offered()).containsExactly(List.of("allowed_tool", "refund"));
        assertThat(other.offered()).containsExactly(List.of("allowed_tool", "refund"));
        assertThat(tools.ran).containsExactly("allowed a");
        final List<JsonNode> hidden = recorded.hidden();
        assertThat(hidden)
                .extracting(record -> record.path("session").asText() + " "
                        + record.path("reason").asText())
                .containsExactlyInAnyOrder(
                        "c-hide-1 denied_tool",
                        "c-hide-1 assistants_own",
                        "c-hide-2 denied_tool",
                        "c-hide-2 assistants_own");
        assertThat(texts(hidden, "principal")).allMatch(who -> who.startsWith("Remit::Agent::"));
        assertThat(texts(hidden, "arguments"))
                .allMatch(detail -> detail.contains("HiddenToolTwins$Assistant") && detail.contains("Remit::Action::"));
    }

    @Test
    void shouldRefuseAHiddenToolThatIsAskedForAllTheSame() {
        final ScriptedModel model = new ScriptedModel()
                .round(call("denied_tool", "{\"text\":\"a\"}"))
                .round(call("assistants_own", "{}"));
        final Assistant assistant = service(model).tools(tools).build();

        assertThat(assistant.chat("c-hide-3", "go")).isEqualTo("done");

        assertThat(tools.ran).isEmpty();
        assertThat(model.results())
                .hasSize(2)
                .extracting(ToolExecutionResultMessage::text)
                .allMatch(text -> text.startsWith("Remit refused this call: "));
        assertThat(texts(recorded.decisions("tool"), "verdict")).containsExactly("deny", "deny");
    }

    @Test
    void shouldHideWhatAProviderBringsToo() {
        final ScriptedModel model = new ScriptedModel().round(call("allowed_tool", "{\"text\":\"a\"}"));
        final Assistant assistant = service(model)
                .toolProvider(new ToolProvider() {
                    @Override
                    public ToolProviderResult provideTools(ToolProviderRequest request) {
                        return ToolProviderResult.builder()
                                .add(
                                        ToolSpecification.builder()
                                                .name("allowed_tool")
                                                .build(),
                                        (asked, memoryId) -> "it ran")
                                .add(
                                        ToolSpecification.builder()
                                                .name("denied_tool")
                                                .build(),
                                        (asked, memoryId) -> "it ran")
                                .build();
                    }

                    @Override
                    public boolean isDynamic() {
                        return true;
                    }
                })
                .build();

        assertThat(assistant.chat("c-hide-4", "go")).isEqualTo("done");

        assertThat(model.offered()).hasSize(2).containsOnly(List.of("allowed_tool"));
        assertThat(texts(recorded.hidden(), "reason")).containsExactly("denied_tool");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHideFromAStreamingModel(boolean concurrently) throws Exception {
        final ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            final ScriptedModel model = new ScriptedModel().round(call("allowed_tool", "{\"text\":\"a\"}"));
            final AiServices<StreamingAssistant> services = AiServices.builder(StreamingAssistant.class)
                    .streamingChatModel(model.streaming(executor))
                    .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
                    .tools(tools);
            if (concurrently) {
                services.executeToolsConcurrently(executor);
            }
            final CompletableFuture<String> answer = new CompletableFuture<>();
            services.build()
                    .chat("c-hide-" + concurrently, "go")
                    .onPartialResponse(unused -> {})
                    .onCompleteResponse(
                            response -> answer.complete(response.aiMessage().text()))
                    .onError(answer::completeExceptionally)
                    .start();

            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("done");
            assertThat(model.offered()).hasSize(2).containsOnly(List.of("allowed_tool", "refund"));
            assertThat(texts(recorded.hidden(), "reason").stream().distinct())
                    .containsOnly("denied_tool", "assistants_own");
        } finally {
            executor.shutdownNow();
        }
    }
}
