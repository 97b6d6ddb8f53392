package dev.remit.it.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.remit.it.AgentWork;
import dev.remit.it.Recorded;
import dev.remit.it.springai.OpenAiServer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The SDK's clients over its own OkHttp. A request is decided where that sends it, for whoever asked the SDK. */
class OpenAiClientTwins {
    private static final ChatCompletionCreateParams PARAMS = ChatCompletionCreateParams.builder()
            .model("scripted")
            .addUserMessage("go")
            .build();

    enum Way {
        PLAIN {
            @Override
            String ask(String url) {
                return text(client(url).chat().completions().create(PARAMS));
            }
        },
        REFLECTION {
            @Override
            String ask(String url) throws Exception {
                final Object completions = client(url).chat().completions();
                return text((ChatCompletion) completions
                        .getClass()
                        .getMethod("create", ChatCompletionCreateParams.class)
                        .invoke(completions, PARAMS));
            }
        },
        STREAMING {
            @Override
            String ask(String url) {
                try (StreamResponse<ChatCompletionChunk> answer =
                        client(url).chat().completions().createStreaming(PARAMS)) {
                    return answer.stream().map(OpenAiClientTwins::text).collect(Collectors.joining());
                }
            }
        },
        ASYNC {
            @Override
            String ask(String url) throws Exception {
                return get(asked(url)).replace("!", "");
            }
        },
        ASYNC_METHOD_HANDLE {
            @Override
            String ask(String url) throws Throwable {
                final Object completions = async(url).chat().completions();
                final CompletableFuture<?> answer = (CompletableFuture<?>) MethodHandles.lookup()
                        .findVirtual(
                                com.openai.services.async.chat.ChatCompletionServiceAsync.class,
                                "create",
                                MethodType.methodType(CompletableFuture.class, ChatCompletionCreateParams.class))
                        .invoke(completions, PARAMS);
                return text((ChatCompletion) get(answer));
            }
        },
        ASYNC_STREAMING {
            @Override
            String ask(String url) throws Exception {
                final List<String> texts = new CopyOnWriteArrayList<>();
                get(async(url)
                        .chat()
                        .completions()
                        .createStreaming(PARAMS)
                        .subscribe(chunk -> texts.add(text(chunk)))
                        .onCompleteFuture());
                return String.join("", texts);
            }
        };

        abstract String ask(String url) throws Throwable;
    }

    private Recorded recorded;

    private static OpenAIClient client(String url) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(url)
                .apiKey("none")
                .maxRetries(1)
                .build();
    }

    private static OpenAIClientAsync async(String url) {
        return OpenAIOkHttpClientAsync.builder()
                .baseUrl(url)
                .apiKey("none")
                .maxRetries(1)
                .build();
    }

    /** Asks, and goes on from the answer. */
    private static CompletableFuture<String> asked(String url) {
        return async(url).chat().completions().create(PARAMS).thenApply(answer -> text(answer) + "!");
    }

    private static <T> T get(CompletableFuture<T> answer) throws Exception {
        return answer.get(20, TimeUnit.SECONDS);
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().get(0).message().content().orElseThrow();
    }

    private static String text(ChatCompletionChunk chunk) {
        return chunk.choices().get(0).delta().content().orElseThrow();
    }

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    private String ask(Way way, String url) throws Exception {
        return AgentWork.inSession("s-" + way, () -> {
            try {
                return way.ask(url);
            } catch (Exception e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeOfWhoeverAskedAtEveryAttempt(Way way) throws Exception {
        try (OpenAiServer server = new OpenAiServer(OpenAiServer.OVERLOADED)) {
            assertThat(ask(way, server.url("localhost"))).isEqualTo("done");

            assertThat(server.requests()).isEqualTo(2);
            final List<JsonNode> decided = recorded.decisions();
            assertThat(decided).extracting(d -> d.path("category").asText()).containsExactly("tool", "http", "http");
            assertThat(decided).allSatisfy(d -> {
                assertThat(d.path("verdict").asText()).isEqualTo("allow");
                assertThat(d.path("principal").asText()).startsWith("Remit::Agent::");
                assertThat(d.path("session").asText()).isEqualTo("s-" + way);
            });
            final long tool = decided.get(0).path("call").asLong();
            for (JsonNode http : decided.subList(1, 3)) {
                assertThat(http.path("arguments").asText()).isEqualTo("/v1/chat/completions");
                assertThat(http.path("parent").asLong()).isEqualTo(tool);
                assertThat(recorded.outcome(http).path("outcome").asText()).isEqualTo("ok");
                assertThat(recorded.outcomes(http)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReachNoServerThatIsNotPermitted(Way way) {
        try (OpenAiServer server = new OpenAiServer()) {
            final Throwable refused = catchThrowable(() -> ask(way, server.url("127.0.0.1")));

            assertThat(refused).hasStackTraceContaining("Remit refused this call: action=POST");
            assertThat(server.requests()).isZero();
            final List<JsonNode> decided = recorded.decisions("http");
            // The SDK takes a refusal for a connection that failed, and asks once more.
            assertThat(decided).hasSize(2).allSatisfy(d -> {
                assertThat(d.path("verdict").asText()).isEqualTo("deny");
                assertThat(d.path("session").asText()).isEqualTo("s-" + way);
                assertThat(recorded.outcome(d).path("outcome").asText()).isEqualTo("refused");
            });
        }
    }

    @Test
    void shouldKeepTheCallsOfManyAgentsApart() throws Exception {
        final int count = 20;
        try (OpenAiServer server = new OpenAiServer()) {
            final List<CompletableFuture<String>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                answers.add(AgentWork.inSession("many-" + i, () -> asked(server.url("localhost"))));
            }
            for (CompletableFuture<String> answer : answers) {
                assertThat(get(answer)).isEqualTo("done!");
            }
        }

        final List<JsonNode> decided = recorded.decisions();
        assertThat(decided).hasSize(2 * count);
        assertThat(recorded.decisions("http"))
                .hasSize(count)
                .allSatisfy(http -> assertThat(decided)
                        .filteredOn(d ->
                                d.path("call").asLong() == http.path("parent").asLong())
                        .singleElement()
                        .satisfies(tool -> assertThat(tool.path("session").asText())
                                .isEqualTo(http.path("session").asText())));
    }

    @Test
    void shouldBeTheWorkloadsOwnOutsideOfAnAgentsWork() throws Exception {
        try (OpenAiServer server = new OpenAiServer()) {
            assertThat(get(asked(server.url("localhost")))).isEqualTo("done!");
        }

        assertThat(recorded.decisions()).singleElement().satisfies(http -> {
            assertThat(http.path("principal").asText()).startsWith("Remit::Workload::");
            assertThat(http.has("session")).isFalse();
        });
    }
}
