package dev.remit.it.agentscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import io.agentscope.core.ReActAgent;
import io.agentscope.core.agent.RuntimeContext;
import io.agentscope.core.message.Msg;
import io.agentscope.core.message.MsgRole;
import io.agentscope.core.message.TextBlock;
import io.agentscope.core.message.ToolResultBlock;
import io.agentscope.core.message.ToolUseBlock;
import io.agentscope.core.tool.AgentTool;
import io.agentscope.core.tool.DefaultToolResultConverter;
import io.agentscope.core.tool.ToolBase;
import io.agentscope.core.tool.ToolCallParam;
import io.agentscope.core.tool.ToolResultConverter;
import io.agentscope.core.tool.Toolkit;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Tools of a real agent, asked for by a scripted model, and called without one. */
class AgentScopeTwins {
    enum Way {
        TOOLKIT,
        DIRECT,
        REFLECTION,
        METHOD_HANDLE
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LocalServer server = new LocalServer();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private Recorded recorded;

    /** A tool that is a class, and runs when it is subscribed to. */
    static class Own implements AgentTool {
        private final String name;
        private final Mono<ToolResultBlock> result;

        Own(String name, Mono<ToolResultBlock> result) {
            this.name = name;
            this.result = result;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public String getDescription() {
            return "for the tests";
        }

        @Override
        public Map<String, Object> getParameters() {
            return Map.of("type", "object", "properties", Map.of("text", Map.of("type", "string")));
        }

        @Override
        public Mono<ToolResultBlock> callAsync(ToolCallParam param) {
            return result;
        }
    }

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Own tool(String name) {
        return new Own(name, Mono.fromCallable(() -> {
            ran.add(name);
            return ToolResultBlock.text(HTTP.send(
                            HttpRequest.newBuilder(URI.create(server.allowed("/tool")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        }));
    }

    private Toolkit toolkit() {
        final Toolkit toolkit = new Toolkit();
        toolkit.registerAgentTool(tool("allowed_tool"));
        toolkit.registerAgentTool(tool("denied_tool"));
        return toolkit;
    }

    private ReActAgent agent(ScriptedModel model) {
        return ReActAgent.builder().name("desk").model(model).toolkit(toolkit()).build();
    }

    private static List<Msg> go() {
        return List.of(
                Msg.builder().name("user").role(MsgRole.USER).textContent("go").build());
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(d -> d.path(field).asText()).toList();
    }

    @Test
    void shouldLetTheLoopGoOnWithARefusalAsTheToolsError() {
        final ScriptedModel model = new ScriptedModel("allowed_tool", "denied_tool", "allowed_tool");

        assertThat(agent(model)
                        .call(
                                go(),
                                RuntimeContext.builder().sessionId("s-scope").build())
                        .block(PATIENCE)
                        .getTextContent())
                .isEqualTo("done");

        assertThat(ran).containsExactly("allowed_tool", "allowed_tool");
        assertThat(model.results())
                .satisfiesExactly(
                        text -> assertThat(text).isEqualTo("hello"),
                        text -> assertThat(text)
                                .contains("Remit refused this call: action=denied_tool; ")
                                .contains("policy=denied-tool; reason=this tool is not for agents; "
                                        + "instead=use allowed_tool"),
                        text -> assertThat(text).isEqualTo("hello"));
        final List<JsonNode> decided = recorded.decisions();
        assertThat(decided)
                .extracting(d ->
                        d.path("category").asText() + " " + d.path("verdict").asText())
                .containsExactly("tool allow", "http allow", "tool deny", "tool allow", "http allow");
        assertThat(texts(recorded.decisions("tool"), "arguments")).containsOnly("{\"text\":\"a\"}");
        assertThat(texts(recorded.decisions("tool"), "resource"))
                .containsOnly("Remit::Toolset::\"" + Own.class.getName() + "\"");
        assertThat(decided)
                .allSatisfy(d -> assertThat(d.path("principal").asText())
                        .isEqualTo("Remit::Agent::\"spiffe://example.org/it/desk\""))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-scope"))
                .allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        assertThat(decided.get(1).path("parent").asLong())
                .isEqualTo(decided.get(0).path("call").asLong());
        assertThat(recorded.decisions("tool"))
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("ok", "refused", "ok");
    }

    @Test
    void shouldTellConversationsWithoutASessionApart() {
        for (int i = 0; i < 2; i++) {
            agent(new ScriptedModel("allowed_tool", "allowed_tool")).call(go()).block(PATIENCE);
        }

        final List<String> sessions = texts(recorded.decisions("tool"), "session");
        assertThat(sessions).hasSize(4).doesNotContain("");
        assertThat(sessions.get(0)).isEqualTo(sessions.get(1));
        assertThat(sessions.get(2)).isEqualTo(sessions.get(3));
    }

    private static ToolCallParam param(String name) {
        return ToolCallParam.builder()
                .toolUseBlock(ToolUseBlock.builder()
                        .id("id")
                        .name(name)
                        .input(Map.of("text", "a"))
                        .content("{\"text\":\"a\"}")
                        .build())
                .input(Map.of("text", "a"))
                .build();
    }

    @SuppressWarnings("unchecked")
    private String call(Way way, String name) throws Throwable {
        final AgentTool tool = tool(name);
        final Mono<ToolResultBlock> result = switch (way) {
            case TOOLKIT -> toolkit().callTool(param(name));
            case DIRECT -> tool.callAsync(param(name));
            case REFLECTION ->
                (Mono<ToolResultBlock>) AgentTool.class
                        .getMethod("callAsync", ToolCallParam.class)
                        .invoke(tool, param(name));
            case METHOD_HANDLE ->
                (Mono<ToolResultBlock>) MethodHandles.lookup()
                        .findVirtual(
                                AgentTool.class, "callAsync", MethodType.methodType(Mono.class, ToolCallParam.class))
                        .invoke(tool, param(name));
        };
        return text(result.block(PATIENCE));
    }

    private static String text(ToolResultBlock result) {
        return ((TextBlock) result.getOutput().get(0)).getText();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardAToolHoweverItIsCalled(Way way) throws Throwable {
        assertThat(call(way, "allowed_tool")).isEqualTo("hello");
        assertThat(call(way, "denied_tool")).contains("Remit refused this call: action=denied_tool; ");

        assertThat(ran).containsExactly("allowed_tool");
        final List<JsonNode> decided = recorded.decisions("tool");
        assertThat(texts(decided, "verdict")).containsExactly("allow", "deny");
        assertThat(decided).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
    }

    @Test
    void shouldSeeAProxysTarget() {
        final AgentTool target = tool("denied_tool");
        final AgentTool proxy = (AgentTool) Proxy.newProxyInstance(
                AgentTool.class.getClassLoader(),
                new Class<?>[] {AgentTool.class},
                (self, method, arguments) -> method.invoke(target, arguments));

        assertThat(text(proxy.callAsync(param("denied_tool")).block(PATIENCE))).contains("action=denied_tool");
        assertThat(ran).isEmpty();
    }

    @Test
    void shouldDecideEverySubscription() {
        final Mono<ToolResultBlock> twice = tool("allowed_tool").callAsync(param("allowed_tool"));

        twice.block(PATIENCE);
        twice.subscribeOn(Schedulers.boundedElastic()).block(PATIENCE);

        assertThat(ran).hasSize(2);
        assertThat(texts(recorded.decisions("tool"), "verdict")).containsExactly("allow", "allow");
    }

    @Test
    void shouldKnowAToolByItsClass() {
        final AgentTool other = new Own("agentscope_own", Mono.just(ToolResultBlock.text("it ran"))) {};

        assertThat(text(new Own("agentscope_own", Mono.just(ToolResultBlock.text("it ran")))
                        .callAsync(param("agentscope_own"))
                        .block(PATIENCE)))
                .isEqualTo("it ran");
        assertThat(text(other.callAsync(param("agentscope_own")).block(PATIENCE)))
                .contains("resource=Toolset/" + other.getClass().getName());
    }

    /** What a method that is a tool stands in. */
    public static final class Desk {
        /** Does nothing. */
        public String own() {
            return "it ran";
        }
    }

    /** As a toolkit makes it of a method, without the generator of schemas that it uses for that. */
    private static AgentTool ofMethod(Object target, Class<?> declaring, String method)
            throws ReflectiveOperationException {
        final Class<?> kind = Class.forName("io.agentscope.core.tool.ReflectiveFunctionTool");
        final Class<?> invoker = Class.forName("io.agentscope.core.tool.ToolMethodInvoker");
        final Constructor<?> made = kind.getDeclaredConstructor(
                ToolBase.Builder.class, Object.class, Method.class, ToolResultConverter.class, invoker, Boolean.class);
        final Constructor<?> invokes = invoker.getDeclaredConstructor(ToolResultConverter.class);
        made.setAccessible(true);
        invokes.setAccessible(true);
        return (AgentTool) made.newInstance(
                ToolBase.builder()
                        .name("agentscope_own")
                        .description("for the tests")
                        .inputSchema(Map.of("type", "object")),
                target,
                declaring.getMethod(method),
                null,
                invokes.newInstance(new DefaultToolResultConverter()),
                null);
    }

    @Test
    void shouldKnowAMethodByItsClass() throws ReflectiveOperationException {
        assertThat(text(ofMethod(new Desk(), Desk.class, "own")
                        .callAsync(param("agentscope_own"))
                        .block(PATIENCE)))
                .contains("it ran");
        assertThat(text(ofMethod(new Desk(), Object.class, "toString")
                        .callAsync(param("agentscope_own"))
                        .block(PATIENCE)))
                .contains("resource=Toolset/java.lang.Object");
        assertThat(texts(recorded.decisions(), "verdict")).containsExactly("allow", "deny");
    }

    @Test
    void shouldRecordHowItEndedInTheSessionOfWhoCalls() throws Exception {
        final Own failing = new Own("allowed_tool", Mono.error(new IllegalStateException("no such booking")));
        final Own hanging = new Own("allowed_tool", Mono.never());

        assertThatThrownBy(() -> AgentWork.inSession(
                        "s-outer",
                        () -> failing.callAsync(param("allowed_tool")).block(PATIENCE)))
                .hasMessage("no such booking");
        final Disposable subscription = hanging.callAsync(param("allowed_tool")).subscribe();
        subscription.dispose();

        final List<JsonNode> decided = recorded.decisions();
        assertThat(decided.subList(1, 3))
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("error", "cancelled");
        assertThat(texts(decided.subList(0, 2), "session")).containsOnly("s-outer");
        assertThat(decided.get(2).has("parent")).isFalse();
    }

    @Test
    void shouldShowWhatMayBeAllowedAndNothingElse() throws ReflectiveOperationException {
        final ScriptedModel model = new ScriptedModel("allowed_tool", "denied_tool");
        final Toolkit toolkit = toolkit();
        toolkit.registerAgentTool(ofMethod(new Desk(), Object.class, "toString"));

        assertThat(ReActAgent.builder()
                        .name("desk")
                        .model(model)
                        .toolkit(toolkit)
                        .build()
                        .call(go(), RuntimeContext.builder().sessionId("s-hide").build())
                        .block(PATIENCE)
                        .getTextContent())
                .isEqualTo("done");

        assertThat(model.offered()).hasSize(3).containsOnly(List.of("allowed_tool"));
        assertThat(ran).containsExactly("allowed_tool");
        assertThat(model.results().get(1)).contains("Remit refused this call: ");
        final List<JsonNode> hidden = recorded.hidden();
        assertThat(texts(hidden, "reason")).containsExactlyInAnyOrder("denied_tool", "agentscope_own");
        assertThat(texts(hidden, "session")).containsOnly("s-hide");
        assertThat(texts(hidden, "principal")).containsOnly("Remit::Agent::\"spiffe://example.org/it/desk\"");
        assertThat(hidden.toString())
                .contains("dev.remit.it.agentscope.AgentScopeTwins$Own")
                .contains("java.lang.Object");
    }
}
