package dev.remit.it.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.LocalServer;
import dev.remit.it.Needs;
import dev.remit.it.Recorded;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;

/** A chat client with OpenAI's own SDK below it, whose asynchronous client sends from threads of pools. */
class OpenAiTwins {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LocalServer toolsServer = new LocalServer();
    private final Tools tools = new Tools(toolsServer);
    private Recorded recorded;

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    @AfterEach
    void stop() {
        toolsServer.close();
    }

    private String ask(OpenAiServer server, String host, boolean streaming) {
        final ChatClient.ChatClientRequestSpec prompt = ChatClient.create(Api.openAi(server.url(host)))
                .prompt("go")
                .advisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, "customer-7"))
                .tools(tools);
        return streaming
                ? String.join("", prompt.stream().content().collectList().block(PATIENCE))
                : prompt.call().content();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Needs("org.springframework.ai.openai.http.okhttp.OpenAiHttpClientBuilderCustomizer")
    void shouldAttributeEveryAttemptToTheAgentsConversation(boolean streaming) {
        try (OpenAiServer server = new OpenAiServer("allowed_tool", OpenAiServer.OVERLOADED, "denied_tool")) {
            assertThat(ask(server, "localhost", streaming)).isEqualTo("done");

            assertThat(server.requests()).isEqualTo(4);
            assertThat(tools.ran).containsExactly("allowed a");
            final List<JsonNode> decided = recorded.decisions();
            assertThat(decided)
                    .extracting(d -> d.path("category").asText() + " "
                            + d.path("verdict").asText())
                    .containsExactly(
                            "http allow",
                            "tool allow",
                            "http allow",
                            "http allow",
                            "http allow",
                            "tool deny",
                            "http allow");
            assertThat(decided)
                    .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                    .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("customer-7"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReachNoModelThatIsNotPermitted(boolean streaming) {
        try (OpenAiServer server = new OpenAiServer("allowed_tool")) {
            final Throwable refused = catchThrowable(() -> ask(server, "127.0.0.1", streaming));

            assertThat(refused).hasStackTraceContaining("Remit refused this call: action=POST");
            assertThat(server.requests()).isZero();
            assertThat(tools.ran).isEmpty();
            assertThat(recorded.decisions())
                    .allSatisfy(d -> assertThat(d.path("verdict").asText()).isEqualTo("deny"))
                    .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"));
        }
    }
}
