package dev.remit.it.semantickernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.ai.openai.OpenAIAsyncClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.semantickernel.Kernel;
import com.microsoft.semantickernel.aiservices.openai.chatcompletion.OpenAIChatCompletion;
import com.microsoft.semantickernel.contextvariables.ContextVariableType;
import com.microsoft.semantickernel.contextvariables.ContextVariableTypes;
import com.microsoft.semantickernel.orchestration.FunctionResult;
import com.microsoft.semantickernel.orchestration.InvocationContext;
import com.microsoft.semantickernel.orchestration.ToolCallBehavior;
import com.microsoft.semantickernel.plugin.KernelPluginFactory;
import com.microsoft.semantickernel.semanticfunctions.KernelFunction;
import com.microsoft.semantickernel.semanticfunctions.KernelFunctionArguments;
import com.microsoft.semantickernel.semanticfunctions.KernelFunctionFromMethod;
import com.microsoft.semantickernel.semanticfunctions.KernelFunctionFromPrompt;
import com.microsoft.semantickernel.semanticfunctions.annotations.DefineKernelFunction;
import com.microsoft.semantickernel.semanticfunctions.annotations.KernelFunctionParameter;
import com.microsoft.semantickernel.services.chatcompletion.ChatCompletionService;
import com.microsoft.semantickernel.services.chatcompletion.ChatHistory;
import com.microsoft.semantickernel.services.chatcompletion.ChatMessageContent;
import dev.remit.it.AgentWork;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import dev.remit.it.springai.OpenAiServer;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Functions of plugins, in a chat completion's loop and without one. */
class SemanticKernelTwins {
    enum Way {
        KERNEL,
        DIRECT,
        REFLECTION,
        METHOD_HANDLE
    }

    /** Functions that note that they ran. */
    public static final class Desk {
        final List<String> ran = new CopyOnWriteArrayList<>();
        private final LocalServer server;

        Desk(LocalServer server) {
            this.server = server;
        }

        /** Asks a permitted server. */
        @DefineKernelFunction(name = "allowed_tool", returnType = "java.lang.String")
        public String allowed(@KernelFunctionParameter(name = "text", required = false) String text)
                throws IOException, InterruptedException {
            ran.add("allowed " + text);
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create(server.allowed("/tool")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }

        /** Is never to run. */
        @DefineKernelFunction(name = "denied_tool", returnType = "java.lang.String")
        public String denied(@KernelFunctionParameter(name = "text", required = false) String text) {
            ran.add("denied " + text);
            return "it ran";
        }

        /** Is permitted as a function of this plugin. */
        @DefineKernelFunction(name = "sk_own", returnType = "java.lang.String")
        public String own() {
            ran.add("own");
            return "it ran";
        }
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ContextVariableType<String> TEXT =
            ContextVariableTypes.getGlobalVariableTypeForClass(String.class);

    private final LocalServer server = new LocalServer();
    private final Desk desk = new Desk(server);
    private Recorded recorded;

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static ChatCompletionService chat(OpenAiServer model) {
        final OpenAIAsyncClient client = new OpenAIClientBuilder()
                .endpoint(model.url("localhost"))
                .pipeline(new HttpPipelineBuilder()
                        .httpClient(new JdkHttpClientBuilder().build())
                        .build())
                .buildAsyncClient();
        return OpenAIChatCompletion.builder()
                .withOpenAIAsyncClient(client)
                .withModelId("scripted")
                .build();
    }

    private Kernel.Builder kernel() {
        return Kernel.builder().withPlugin(KernelPluginFactory.createFromObject(desk, "desk"));
    }

    /** Runs the loop to its end; what the model said last. */
    private String ask(OpenAiServer model) {
        final ChatHistory history = new ChatHistory();
        history.addUserMessage("go");
        final List<ChatMessageContent<?>> answers = chat(model)
                .getChatMessageContentsAsync(
                        history,
                        kernel().build(),
                        InvocationContext.builder()
                                .withToolCallBehavior(ToolCallBehavior.allowAllKernelFunctions(true))
                                .build())
                .block(PATIENCE);
        return answers.get(answers.size() - 1).getContent();
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(d -> d.path(field).asText()).toList();
    }

    @Test
    void shouldLetTheLoopGoOnWithARefusalAsTheFunctionsError() {
        try (OpenAiServer model = new OpenAiServer("desk-allowed_tool", "desk-denied_tool", "desk-allowed_tool")) {
            assertThat(ask(model)).isEqualTo("done");

            assertThat(desk.ran).containsExactly("allowed a", "allowed a");
            assertThat(model.results())
                    .satisfiesExactly(
                            text -> assertThat(text).isEqualTo("hello"),
                            text -> assertThat(text)
                                    .contains("Remit refused this call: action=denied_tool; ")
                                    .contains("policy=denied-tool; reason=this tool is not for agents; "
                                            + "instead=use allowed_tool"),
                            text -> assertThat(text).isEqualTo("hello"));
            final List<JsonNode> decided = recorded.decisions("tool");
            assertThat(texts(decided, "verdict")).containsExactly("allow", "deny", "allow");
            assertThat(texts(decided, "arguments")).containsOnly("{\"text\":\"a\"}");
            assertThat(texts(decided, "resource")).containsOnly("Remit::Toolset::\"semantic-kernel/desk\"");
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
    void shouldBelongToTheSessionThatAsks() throws Exception {
        try (OpenAiServer model = new OpenAiServer("desk-allowed_tool", "desk-denied_tool")) {
            assertThat(AgentWork.inSession("s-kernel", () -> ask(model))).isEqualTo("done");

            final List<JsonNode> decided = recorded.decisions();
            assertThat(texts(decided, "category"))
                    .containsExactly("tool", "http", "tool", "http", "http", "tool", "http");
            assertThat(texts(decided, "session")).containsOnly("s-kernel");
            assertThat(decided.get(1).path("parent").asLong())
                    .isEqualTo(decided.get(0).path("call").asLong());
            // The model's answer comes in on the HTTP client's thread, in the course of the request for it.
            assertThat(decided.get(2).path("parent").asLong())
                    .isEqualTo(decided.get(1).path("call").asLong());
        }
    }

    @SuppressWarnings("unchecked")
    private static String call(Way way, Kernel kernel, String name) throws Throwable {
        final KernelFunction<String> function = kernel.getFunction("desk", name);
        final KernelFunctionArguments arguments =
                KernelFunctionArguments.builder().withVariable("text", "a").build();
        final InvocationContext context = InvocationContext.builder().build();
        final MethodType type = MethodType.methodType(
                Mono.class,
                Kernel.class,
                KernelFunctionArguments.class,
                ContextVariableType.class,
                InvocationContext.class);
        final Mono<FunctionResult<String>> result = switch (way) {
            case KERNEL ->
                kernel.<String>invokeAsync("desk", name)
                        .withArguments(arguments)
                        .withResultType(String.class);
            case DIRECT -> function.invokeAsync(kernel, arguments, TEXT, context);
            case REFLECTION ->
                (Mono<FunctionResult<String>>) KernelFunction.class
                        .getMethod("invokeAsync", type.parameterArray())
                        .invoke(function, kernel, arguments, TEXT, context);
            case METHOD_HANDLE ->
                (Mono<FunctionResult<String>>) MethodHandles.lookup()
                        .findVirtual(KernelFunction.class, "invokeAsync", type)
                        .invoke(function, kernel, arguments, TEXT, context);
        };
        return result.block(PATIENCE).getResult();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardAFunctionHoweverItIsInvoked(Way way) throws Throwable {
        final Kernel kernel = kernel().build();

        assertThat(call(way, kernel, "allowed_tool")).isEqualTo("hello");
        assertThat(catchThrowable(() -> call(way, kernel, "denied_tool")))
                .hasStackTraceContaining("Remit refused this call: action=denied_tool; ");

        assertThat(desk.ran).containsExactly("allowed a");
        final List<JsonNode> decided = recorded.decisions("tool");
        assertThat(texts(decided, "verdict")).containsExactly("allow", "deny");
        assertThat(decided).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
    }

    @Test
    void shouldDecideEverySubscriptionAndRunNoneThatIsRefused() {
        final Kernel kernel = kernel().build();
        final KernelFunction<String> own = kernel.getFunction("desk", "sk_own");
        final Mono<FunctionResult<String>> twice = own.invokeAsync(
                kernel,
                KernelFunctionArguments.builder().build(),
                TEXT,
                InvocationContext.builder().build());

        twice.block(PATIENCE);
        twice.subscribeOn(Schedulers.boundedElastic()).block(PATIENCE);

        assertThat(desk.ran).containsExactly("own", "own");
        assertThat(texts(recorded.decisions(), "verdict")).containsExactly("allow", "allow");
    }

    @Test
    void shouldKnowWhereAFunctionComesFrom() throws ReflectiveOperationException {
        final Kernel kernel = kernel().build();
        final KernelFunction<String> other = KernelFunctionFromMethod.<String>builder()
                .withMethod(Desk.class.getMethod("own"))
                .withTarget(desk)
                .withPluginName("other")
                .withFunctionName("sk_own")
                .build();

        assertThat(kernel.<String>invokeAsync("desk", "sk_own").block(PATIENCE).getResult())
                .isEqualTo("it ran");
        assertThatThrownBy(() -> kernel.invokeAsync(other).block(PATIENCE))
                .hasStackTraceContaining("resource=Toolset/semantic-kernel/other");
        assertThat(desk.ran).containsExactly("own");
    }

    private static KernelFunction<String> prompt(String name) {
        return KernelFunctionFromPrompt.<String>builder()
                .withName(name)
                .withTemplate("go")
                .build();
    }

    @Test
    void shouldDecideAPromptAndWhatIsCalledForIt() {
        try (OpenAiServer model = new OpenAiServer("desk-denied_tool")) {
            final Kernel kernel = kernel().withAIService(ChatCompletionService.class, chat(model))
                    .build();

            assertThat(kernel.invokeAsync(prompt("sk_prompt"))
                            .withResultType(String.class)
                            .withToolCallBehavior(ToolCallBehavior.allowAllKernelFunctions(true))
                            .block(PATIENCE)
                            .getResult())
                    .isEqualTo("done");
            assertThatThrownBy(() -> kernel.invokeAsync(prompt("sk_other"))
                            .withResultType(String.class)
                            .block(PATIENCE))
                    .hasStackTraceContaining("Remit refused this call: action=sk_other; ");

            final List<JsonNode> decided = recorded.decisions();
            assertThat(decided)
                    .extracting(d -> d.path("category").asText() + " "
                            + d.path("verdict").asText())
                    .containsExactly("tool allow", "http allow", "tool deny", "http allow", "tool deny");
            assertThat(decided.get(1).path("parent").asLong())
                    .isEqualTo(decided.get(0).path("call").asLong());
            assertThat(texts(decided.subList(0, 4), "session"))
                    .containsOnly(decided.get(0).path("session").asText());
            assertThat(desk.ran).isEmpty();
        }
    }

    @Test
    void shouldRecordHowItEnded() {
        final KernelFunction<String> failing = new Own(Mono.error(new IllegalStateException("no such booking")));
        final KernelFunction<String> hanging = new Own(Mono.never());

        assertThatThrownBy(() -> failing.invokeAsync(null, null, TEXT, null).block(PATIENCE))
                .hasMessage("no such booking");
        final Disposable subscription =
                hanging.invokeAsync(null, null, TEXT, null).subscribe();
        subscription.dispose();

        assertThat(recorded.decisions())
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("error", "cancelled");
    }

    /** A function of the application's own kind. */
    private static final class Own extends KernelFunction<String> {
        private final Mono<FunctionResult<String>> result;

        Own(Mono<FunctionResult<String>> result) {
            super(
                    new com.microsoft.semantickernel.semanticfunctions.KernelFunctionMetadata<>(
                            "own", "allowed_tool", "for the tests", List.of(), null),
                    null);
            this.result = result;
        }

        @Override
        public Mono<FunctionResult<String>> invokeAsync(
                Kernel kernel,
                KernelFunctionArguments arguments,
                ContextVariableType<String> type,
                InvocationContext context) {
            return result;
        }
    }
}
