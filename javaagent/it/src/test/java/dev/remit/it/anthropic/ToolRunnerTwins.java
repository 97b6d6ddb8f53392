package dev.remit.it.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonField;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.BetaMemoryToolHandler;
import com.anthropic.helpers.BetaRunnableTool;
import com.anthropic.helpers.BetaToolRunner;
import com.anthropic.models.beta.messages.BetaMemoryTool20250818;
import com.anthropic.models.beta.messages.BetaMessage;
import com.anthropic.models.beta.messages.BetaRawMessageStreamEvent;
import com.anthropic.models.beta.messages.BetaTool;
import com.anthropic.models.beta.messages.BetaToolResultBlockParam.Content;
import com.anthropic.models.beta.messages.MessageCreateParams;
import com.anthropic.models.beta.messages.ToolRunnerCreateParams;
import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import dev.remit.it.anthropic.AnthropicServer.Asks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools of the SDK's tool runner, asked for by a scripted model behind a server. */
class ToolRunnerTwins {
    enum Way {
        REFLECTION,
        METHOD_HANDLE
    }

    /** Declares a tool's arguments. */
    static final class Asked {}

    /** The application's memory; notes what it was asked. */
    static final class Memory implements BetaMemoryToolHandler {
        final List<String> ran = new CopyOnWriteArrayList<>();

        private String ran(String what) {
            ran.add(what);
            return what;
        }

        @Override
        public String create(String path, String text) {
            return ran("create " + path);
        }

        @Override
        public String view(String path, Optional<List<Long>> range) {
            return ran("view " + path);
        }

        @Override
        public String strReplace(String path, String old, String text) {
            return ran("replace " + path);
        }

        @Override
        public String insert(String path, long line, String text) {
            return ran("insert " + path);
        }

        @Override
        public String delete(String path) {
            return ran("delete " + path);
        }

        @Override
        public String rename(String old, String path) {
            return ran("rename " + path);
        }
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String INPUT = "{\"text\":\"a\"}";

    private final LocalServer server = new LocalServer();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private Recorded recorded;

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String get() {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create(server.allowed("/tool")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static BetaTool definition(String name) {
        return BetaTool.builder()
                .name(name)
                .description("for the tests")
                .inputSchema(BetaTool.InputSchema.builder().build())
                .build();
    }

    private BetaRunnableTool tool(String name) {
        return BetaRunnableTool.of(definition(name), input -> {
            ran.add(name + " " + input);
            return Content.ofString(get());
        });
    }

    private MessageCreateParams.Builder asked() {
        return MessageCreateParams.builder()
                .model("scripted")
                .maxTokens(100)
                .addUserMessage("go")
                .addTool(tool("allowed_tool"))
                .addTool(tool("denied_tool"));
    }

    private static AnthropicClient client(AnthropicServer model) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(model.url())
                .apiKey("none")
                .build();
    }

    /** Runs the loop to its end; what the model said last. */
    private static String run(AnthropicServer model, ToolRunnerCreateParams params, boolean streaming) {
        final AnthropicClient client = client(model);
        try {
            final BetaToolRunner runner = client.beta().messages().toolRunner(params);
            String last = "";
            if (streaming) {
                for (StreamResponse<BetaRawMessageStreamEvent> answer : runner.streaming()) {
                    last = String.join(
                            "",
                            answer.stream()
                                    .flatMap(event -> event.contentBlockDelta().stream())
                                    .flatMap(delta -> delta.delta().text().stream())
                                    .map(text -> text.text())
                                    .toList());
                }
            } else {
                for (BetaMessage answer : runner) {
                    last = String.join(
                            "",
                            answer.content().stream()
                                    .flatMap(block -> block.text().stream())
                                    .map(text -> text.text())
                                    .toList());
                }
            }
            return last;
        } finally {
            client.close();
        }
    }

    private static ToolRunnerCreateParams params(MessageCreateParams.Builder asked) {
        return ToolRunnerCreateParams.builder()
                .initialMessageParams(asked.build())
                .build();
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(d -> d.path(field).asText()).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLetTheLoopGoOnWithARefusalAsTheToolsError(boolean streaming) {
        try (AnthropicServer model = new AnthropicServer(
                new Asks("allowed_tool", INPUT), new Asks("denied_tool", INPUT), new Asks("allowed_tool", INPUT))) {
            assertThat(run(model, params(asked()), streaming)).isEqualTo("done");

            assertThat(ran).containsExactly("allowed_tool " + INPUT, "allowed_tool " + INPUT);
            assertThat(model.requests()).isEqualTo(4);
            assertThat(texts(model.results(), "content"))
                    .satisfiesExactly(
                            text -> assertThat(text).isEqualTo("hello"),
                            text -> assertThat(text)
                                    .startsWith("Error: Remit refused this call: action=denied_tool; ")
                                    .contains("policy=denied-tool; reason=this tool is not for agents; "
                                            + "instead=use allowed_tool"),
                            text -> assertThat(text).isEqualTo("hello"));
            assertThat(texts(model.results(), "is_error")).containsExactly("", "true", "");
            final List<JsonNode> decided = recorded.decisions("tool");
            assertThat(texts(decided, "verdict")).containsExactly("allow", "deny", "allow");
            assertThat(texts(decided, "arguments")).containsOnly(INPUT);
            assertThat(texts(decided, "resource")).containsOnly("Remit::Toolset::\"anthropic-java\"");
            assertThat(decided)
                    .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                    .allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
            assertThat(decided)
                    .extracting(d -> recorded.outcome(d).path("outcome").asText())
                    .containsExactly("ok", "refused", "ok");
            assertThat(recorded.decisions("http").stream()
                            .filter(d -> d.path("arguments").asText().equals("/tool"))
                            .map(d -> d.path("parent").asLong()))
                    .containsExactly(
                            decided.get(0).path("call").asLong(),
                            decided.get(2).path("call").asLong());
        }
    }

    @Test
    void shouldBelongToTheSessionThatRunsIt() throws Exception {
        try (AnthropicServer model =
                new AnthropicServer(new Asks("allowed_tool", INPUT), new Asks("denied_tool", INPUT))) {
            assertThat(AgentWork.inSession("s-runner", () -> run(model, params(asked()), false)))
                    .isEqualTo("done");

            final List<JsonNode> decided = recorded.decisions();
            assertThat(texts(decided, "category"))
                    .containsExactly("tool", "http", "tool", "http", "http", "tool", "http");
            assertThat(texts(decided, "session")).containsOnly("s-runner");
            assertThat(List.of(decided.get(2), decided.get(5)))
                    .extracting(d -> d.path("parent").asLong())
                    .containsOnly(decided.get(0).path("call").asLong());
        }
    }

    private static Content call(Way way, BetaRunnableTool tool) throws Throwable {
        final JsonValue input = JsonValue.from(Map.of("text", "a"));
        return switch (way) {
            case REFLECTION -> {
                try {
                    yield (Content) BetaRunnableTool.class
                            .getMethod("run$anthropic_java_core", JsonField.class)
                            .invoke(tool, input);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
            case METHOD_HANDLE ->
                (Content) MethodHandles.lookup()
                        .findVirtual(
                                BetaRunnableTool.class,
                                "run$anthropic_java_core",
                                MethodType.methodType(Content.class, JsonField.class))
                        .invoke(tool, input);
        };
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardAToolHoweverItIsRun(Way way) throws Throwable {
        assertThat(call(way, tool("allowed_tool")).asString()).isEqualTo("hello");
        assertThatThrownBy(() -> call(way, tool("denied_tool")))
                .isInstanceOf(SecurityException.class)
                .hasMessageStartingWith("Remit refused this call: action=denied_tool; ");

        assertThat(ran).containsExactly("allowed_tool " + INPUT);
        assertThat(texts(recorded.decisions("tool"), "verdict")).containsExactly("allow", "deny");
        assertThat(recorded.decisions("tool"))
                .allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
    }

    /** As the SDK makes one of a class, without the generator of schemas that it uses for that. */
    private BetaRunnableTool ofClass(String name, Class<?> arguments) throws ReflectiveOperationException {
        final Function<String, Content> run = input -> {
            ran.add(name);
            return Content.ofString("it ran");
        };
        for (Constructor<?> constructor : BetaRunnableTool.class.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 5) {
                return (BetaRunnableTool) constructor.newInstance(definition(name), arguments, false, run, null);
            }
        }
        throw new NoSuchMethodException("BetaRunnableTool");
    }

    @Test
    void shouldKnowAToolByTheClassOfItsArguments() throws Throwable {
        assertThat(call(Way.METHOD_HANDLE, ofClass("anthropic_own", Asked.class))
                        .asString())
                .isEqualTo("it ran");
        assertThat(catchThrowable(() -> call(Way.METHOD_HANDLE, ofClass("anthropic_own", Memory.class))))
                .hasMessageContaining("resource=Toolset/" + Memory.class.getName());
        assertThat(ran).containsExactly("anthropic_own");
    }

    @Test
    void shouldDecideWhatTheMemoryIsAsked() {
        final Memory memory = new Memory();
        try (AnthropicServer model = new AnthropicServer(
                new Asks("memory", "{\"command\":\"view\",\"path\":\"/memories\"}"),
                new Asks("memory", "{\"command\":\"delete\",\"path\":\"/memories/a\"}"))) {
            final ToolRunnerCreateParams params = ToolRunnerCreateParams.builder()
                    .initialMessageParams(
                            asked().addTool(BetaMemoryTool20250818.builder().build())
                                    .build())
                    .betaMemoryToolHandler(memory)
                    .build();

            assertThat(run(model, params, false)).isEqualTo("done");

            assertThat(memory.ran).containsExactly("view /memories");
            assertThat(texts(model.results(), "content"))
                    .satisfiesExactly(
                            text -> assertThat(text).isEqualTo("view /memories"),
                            text -> assertThat(text).startsWith("Error: Remit refused this call: action=memory; "));
            final List<JsonNode> decided = recorded.decisions("tool");
            assertThat(texts(decided, "verdict")).containsExactly("allow", "deny");
            assertThat(texts(decided, "resource")).containsOnly("Remit::Toolset::\"" + Memory.class.getName() + "\"");
            assertThat(recorded.outcome(decided.get(0)).path("outcome").asText())
                    .isEqualTo("ok");
        }
    }

    @Test
    void shouldRecordAFailureAndLeaveTheThreadClean() {
        final BetaRunnableTool failing = BetaRunnableTool.of(definition("allowed_tool"), input -> {
            throw new IllegalStateException("no such booking");
        });

        assertThatThrownBy(() -> call(Way.METHOD_HANDLE, failing)).hasMessage("no such booking");
        get();

        final List<JsonNode> decided = recorded.decisions();
        assertThat(recorded.outcome(decided.get(0)).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcome(decided.get(0)).path("error").asText())
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(decided.get(1).has("parent")).isFalse();
    }
}
