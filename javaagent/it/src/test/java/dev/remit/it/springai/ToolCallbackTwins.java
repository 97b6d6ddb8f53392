package dev.remit.it.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.LocalServer;
import dev.remit.it.Needs;
import dev.remit.it.Recorded;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.augment.AugmentedToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.function.FunctionToolCallback;

/** Tool callbacks of every kind, called without a chat client. */
class ToolCallbackTwins {
    enum Way {
        TEXT,
        TEXT_BY_REFLECTION,
        TEXT_BY_METHOD_HANDLE,
        CONTEXT,
        CONTEXT_BY_REFLECTION,
        CONTEXT_BY_METHOD_HANDLE;

        boolean hasContext() {
            return ordinal() >= CONTEXT.ordinal();
        }

        String call(ToolCallback callback, String input, ToolContext context) throws Throwable {
            final MethodType text = MethodType.methodType(String.class, String.class);
            final MethodType both = MethodType.methodType(String.class, String.class, ToolContext.class);
            return switch (this) {
                case TEXT -> callback.call(input);
                case TEXT_BY_REFLECTION ->
                    (String) ToolCallback.class
                            .getMethod("call", text.parameterArray())
                            .invoke(callback, input);
                case TEXT_BY_METHOD_HANDLE ->
                    (String) MethodHandles.lookup()
                            .findVirtual(ToolCallback.class, "call", text)
                            .invoke(callback, input);
                case CONTEXT -> callback.call(input, context);
                case CONTEXT_BY_REFLECTION ->
                    (String) ToolCallback.class
                            .getMethod("call", both.parameterArray())
                            .invoke(callback, input, context);
                case CONTEXT_BY_METHOD_HANDLE ->
                    (String) MethodHandles.lookup()
                            .findVirtual(ToolCallback.class, "call", both)
                            .invoke(callback, input, context);
            };
        }
    }

    private static final ToolContext CONTEXT = new ToolContext(Map.of(ChatMemory.CONVERSATION_ID, "s-direct"));

    private final LocalServer server = new LocalServer();
    private final AtomicInteger runs = new AtomicInteger();
    private Recorded recorded;

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static ToolDefinition definition(String name) {
        return ToolDefinition.builder()
                .name(name)
                .description("a tool")
                .inputSchema("{}")
                .build();
    }

    /** Has only the method that it must; the other is the interface's default. */
    private class Custom implements ToolCallback {
        private final ToolDefinition definition;

        Custom(ToolDefinition definition) {
            this.definition = definition;
        }

        @Override
        public ToolDefinition getToolDefinition() {
            return definition;
        }

        @Override
        public String call(String input) {
            return "run " + runs.incrementAndGet();
        }
    }

    /** Passes on what it gets, as a cache or a logger would. */
    private record Decorated(ToolCallback target) implements ToolCallback {
        @Override
        public ToolDefinition getToolDefinition() {
            return target.getToolDefinition();
        }

        @Override
        public String call(String input) {
            return target.call(input);
        }

        @Override
        public String call(String input, ToolContext context) {
            return target.call(input, context);
        }
    }

    private interface Kind {
        ToolCallback named(String name);
    }

    private void assertGuarded(Way way, Kind kind, String toolset) throws Throwable {
        assertThat(way.call(kind.named("allowed_tool"), "{\"text\":\"a\"}", CONTEXT))
                .contains("run 1");
        assertThat(way.call(kind.named("denied_tool"), "{\"text\":\"b\"}", CONTEXT))
                .startsWith(
                        "{\"error\":\"Remit refused this call: action=denied_tool; resource=Toolset/" + toolset + "; ")
                .endsWith("\"}");
        assertThat(runs).hasValue(1);
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("session").asText().equals("s-direct"))
                        .isEqualTo(way.hasContext()))
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardACallbackOfTheApplicationsOwn(Way way) throws Throwable {
        assertGuarded(way, name -> new Custom(definition(name)), "spring-ai");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardADecoratedCallbackOnce(Way way) throws Throwable {
        assertGuarded(way, name -> new Decorated(new Custom(definition(name))), "spring-ai");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardAFunctionOnce(Way way) throws Throwable {
        assertGuarded(
                way,
                name -> FunctionToolCallback.builder(
                                name, (Map<String, Object> input) -> "run " + runs.incrementAndGet())
                        .inputType(Map.class)
                        .build(),
                "spring-ai");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardAProxyOnce(Way way) throws Throwable {
        assertGuarded(
                way,
                name -> {
                    final ToolCallback target = new Custom(definition(name));
                    return (ToolCallback) Proxy.newProxyInstance(
                            ToolCallbackTwins.class.getClassLoader(),
                            new Class<?>[] {ToolCallback.class},
                            (proxy, method, arguments) -> method.invoke(target, arguments));
                },
                "spring-ai");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardAMethodOnceAsAToolOfItsClass(Way way) throws Throwable {
        final Tools tools = new Tools(server);
        for (ToolCallback callback : ToolCallbacks.from(tools)) {
            way.call(callback, "{\"text\":\"a\",\"amount\":1}", CONTEXT);
        }

        assertThat(tools.ran).containsExactlyInAnyOrder("allowed a", "refund 1", "own");
        final List<JsonNode> decisions = recorded.decisions("tool");
        assertThat(decisions)
                .hasSize(4)
                .allSatisfy(d -> assertThat(d.path("resource").asText())
                        .isEqualTo("Remit::Toolset::\"dev.remit.it.springai.Tools\""))
                .filteredOn(d -> d.path("verdict").asText().equals("deny"))
                .hasSize(1);
    }

    /** What an augmented tool asks the model for besides. */
    record Reason(String why) {
        /** Apart, for its types are not in every version. */
        static ToolCallback askedFor(ToolCallback callback) {
            return new AugmentedToolCallback<>(callback, Reason.class, event -> {}, true);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    @Needs("org.springframework.ai.tool.augment.AugmentedToolCallback")
    void shouldRecordAnAugmentedToolOnceWithWhatItReallyGets(Way way) throws Throwable {
        final Tools tools = new Tools(server);
        for (ToolCallback callback : ToolCallbacks.from(tools)) {
            if (callback.getToolDefinition().name().equals("refund")) {
                way.call(Reason.askedFor(callback), "{\"amount\":1,\"why\":\"late\"}", CONTEXT);
            }
        }

        assertThat(tools.ran).containsExactly("refund 1");
        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly("{\"amount\":1}");
    }

    @Test
    void shouldRefuseAToolWithoutAName() {
        for (String name : new String[] {null, "", " "}) {
            final ToolCallback callback = new Custom(new ToolDefinition() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public String description() {
                    return "a tool";
                }

                @Override
                public String inputSchema() {
                    return "{}";
                }
            });
            assertThat(callback.call("{}")).contains("reason=the tool has no name");
        }
        assertThat(runs).hasValue(0);
        assertThat(recorded.decisions()).hasSize(3);
    }

    @Test
    void shouldDecideAToolThatIsCalledFromAnotherWithTheSameText() {
        final ToolCallback inner = new Custom(definition("denied_tool"));
        final ToolCallback outer = new Custom(definition("allowed_tool")) {
            @Override
            public String call(String input) {
                return inner.call(input);
            }
        };

        assertThat(outer.call("{}")).contains("action=denied_tool");
        assertThat(runs).hasValue(0);
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
    }

    @Test
    void shouldRecordAFailureAndLeaveTheThreadClean() {
        final ToolCallback failing = FunctionToolCallback.builder("allowed_tool", (Map<String, Object> input) -> {
                    throw new IllegalArgumentException("no such booking");
                })
                .inputType(Map.class)
                .build();

        assertThatThrownBy(() -> failing.call("{}", CONTEXT))
                .isInstanceOf(ToolExecutionException.class)
                .hasRootCauseMessage("no such booking");
        new Custom(definition("allowed_tool")).call("{}");

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).hasSize(2);
        assertThat(recorded.outcome(decisions.get(0)).path("outcome").asText()).isEqualTo("error");
        assertThat(decisions.get(1).has("parent")).isFalse();
        assertThat(decisions.get(1).path("session").asText()).isNotEmpty().isNotEqualTo("s-direct");
    }
}
