package dev.remit.it.adk;

import static dev.remit.it.adk.ScriptedLlm.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.adk.agents.BaseAgent;
import com.google.adk.agents.LlmAgent;
import com.google.adk.agents.RunConfig;
import com.google.adk.agents.RunConfig.StreamingMode;
import com.google.adk.agents.SequentialAgent;
import com.google.adk.events.Event;
import com.google.adk.runner.InMemoryRunner;
import com.google.adk.tools.AgentTool;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real agents of Google's ADK with a scripted model behind HTTP, on whichever threads. */
class AdkAgentTwins {
    enum Mode {
        /** All of it on the thread that asks. */
        HERE,
        /** Subscribed on another thread, where the model answers too. */
        SUBSCRIBED_ELSEWHERE,
        /** The model answers on its HTTP client's threads, in parts, and each tool is called on a thread of its own. */
        STREAMED;

        ScriptedLlm model(LocalServer server) {
            return new ScriptedLlm(server.allowed("/model"), this == STREAMED);
        }

        List<Event> run(BaseAgent agent, String session) {
            final RunConfig.Builder config = RunConfig.builder().autoCreateSession(true);
            if (this == STREAMED) {
                config.streamingMode(StreamingMode.SSE).toolExecutionMode(Api.PARALLEL);
            }
            final Flowable<Event> events = new InMemoryRunner(agent, "it")
                    .runAsync("user", session, Content.fromParts(Part.fromText("go")), config.build());
            return (this == SUBSCRIBED_ELSEWHERE ? events.subscribeOn(Schedulers.io()) : events)
                    .timeout(20, TimeUnit.SECONDS)
                    .toList()
                    .blockingGet();
        }
    }

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

    private LlmAgent.Builder agent(String name, ScriptedLlm model) {
        return LlmAgent.builder()
                .name(name)
                .description(name)
                .model(model)
                .tools(tools.tool("allowed"), tools.tool("denied"), tools.tool("refund"));
    }

    /** All that was decided but the variables that ADK's own classes read when they are first used, by whichever test. */
    private List<JsonNode> decided() {
        return recorded.decisions().stream()
                .filter(d -> !d.path("category").asText().equals("secret"))
                .toList();
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(d -> d.path(field).asText()).toList();
    }

    private static String lastText(List<Event> events) {
        return events.get(events.size() - 1).stringifyContent();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldLetTheLoopGoOnWithARefusalAsTheToolsError(Mode mode) {
        final ScriptedLlm model = mode.model(server)
                .round(call("allowed_tool", Map.of("text", "a")), call("denied_tool", Map.of("text", "b")))
                .round(call("refund", Map.of("amount", 100)))
                .round(call("refund", Map.of("amount", 101)));

        assertThat(lastText(mode.run(agent("assistant", model).build(), "s-loop")))
                .isEqualTo("done");

        assertThat(tools.ran).containsExactly("allowed a", "refund 100");
        assertThat(model.results()).hasSize(4);
        assertThat(model.results().get(0)).containsEntry("said", "hello");
        assertThat((String) model.results().get(1).get("error"))
                .startsWith("Remit refused this call: action=denied_tool; resource=Toolset/dev.remit.it.adk.Tools; ")
                .contains("policy=denied-tool; reason=this tool is not for agents; instead=use allowed_tool");
        assertThat(model.results().get(2)).containsEntry("refunded", 100);
        assertThat(model.results().get(3)).containsKey("error");
        final List<JsonNode> decided = recorded.decisions("tool");
        assertThat(decided)
                .extracting(d ->
                        d.path("arguments").asText() + " " + d.path("verdict").asText())
                .containsExactlyInAnyOrder(
                        "{\"text\":\"a\"} allow",
                        "{\"text\":\"b\"} deny",
                        "{\"amount\":100} allow",
                        "{\"amount\":101} deny");
        assertThat(decided)
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-loop"))
                .allSatisfy(d -> assertThat(recorded.outcome(d).path("outcome").asText())
                        .isEqualTo(d.path("verdict").asText().equals("allow") ? "ok" : "refused"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldAttributeTheModelAndTheToolsToTheAgentsSession(Mode mode) {
        final ScriptedLlm model = mode.model(server)
                .round(call("allowed_tool", Map.of("text", "a")))
                .round(call("allowed_tool", Map.of("text", "b")));

        mode.run(agent("assistant", model).build(), "customer-7");
        Tools.get(server.allowed("/afterwards"));

        final List<JsonNode> decided = decided();
        assertThat(texts(decided, "arguments"))
                .containsExactly(
                        "/model",
                        "{\"text\":\"a\"}",
                        "/tool",
                        "/model",
                        "{\"text\":\"b\"}",
                        "/tool",
                        "/model",
                        "/afterwards");
        assertThat(decided.subList(0, 7))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("customer-7"))
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"));
        final List<JsonNode> prompts = recorded.prompts();
        assertThat(prompts)
                .hasSize(2)
                .allSatisfy(p -> assertThat(p.path("prompt").asText()).isEqualTo("go"))
                .allSatisfy(p -> assertThat(p.path("session").asText()).isEqualTo("customer-7"))
                .allSatisfy(p -> assertThat(p.has("parent")).isFalse());
        assertThat(decided.get(1).path("parent")).isEqualTo(prompts.get(0).path("call"));
        assertThat(decided.get(2).path("parent")).isEqualTo(decided.get(1).path("call"));
        assertThat(decided.get(4).path("parent")).isEqualTo(prompts.get(1).path("call"));
        assertThat(decided.get(5).path("parent")).isEqualTo(decided.get(4).path("call"));
        assertThat(decided.get(7).path("principal").asText()).startsWith("Remit::Workload::");
        assertThat(decided.get(7).has("session")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldGoOnInTheCourseOfTheAgentThatHandsOver(Mode mode) {
        final ScriptedLlm first = mode.model(server).round(call("transfer_to_agent", Map.of("agent_name", "worker")));
        final ScriptedLlm second = mode.model(server)
                .round(call("allowed_tool", Map.of("text", "a")), call("denied_tool", Map.of("text", "b")));

        mode.run(
                agent("planner", first)
                        .subAgents(agent("worker", second).build())
                        .build(),
                "s-transfer");

        assertThat(tools.ran).containsExactly("allowed a");
        final List<JsonNode> decided = decided();
        assertThat(decided)
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-transfer"))
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"));
        assertThat(recorded.decisions("tool"))
                .extracting(
                        d -> d.path("action").asText() + " " + d.path("verdict").asText())
                .containsExactlyInAnyOrder(
                        "Remit::Action::\"transfer_to_agent\" allow",
                        "Remit::Action::\"allowed_tool\" allow",
                        "Remit::Action::\"denied_tool\" deny");
        final List<JsonNode> prompts = recorded.prompts();
        assertThat(prompts).hasSize(2);
        assertThat(prompts.get(0).has("parent")).isFalse();
        assertThat(prompts.get(1).path("parent")).isEqualTo(prompts.get(0).path("call"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldBelongToTheToolThatIsAnAgentInASessionOfItsOwn(Mode mode) {
        final ScriptedLlm inner = mode.model(server).round(call("allowed_tool", Map.of("text", "a")));
        final ScriptedLlm outer = mode.model(server).round(call("researcher", Map.of("request", "look")));

        mode.run(
                LlmAgent.builder()
                        .name("planner")
                        .model(outer)
                        .tools(AgentTool.create(agent("researcher", inner).build()))
                        .build(),
                "s-outer");

        assertThat(outer.results()).containsExactly(Map.of("result", "done"));
        final List<JsonNode> decided = decided();
        assertThat(texts(decided, "arguments"))
                .containsExactly(
                        "/model", "{\"request\":\"look\"}", "/model", "{\"text\":\"a\"}", "/tool", "/model", "/model");
        assertThat(decided)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"));
        assertThat(texts(List.of(decided.get(0), decided.get(1), decided.get(6)), "session"))
                .containsOnly("s-outer");
        assertThat(texts(decided.subList(2, 6), "session"))
                .doesNotContain("s-outer", "")
                .containsOnly(decided.get(2).path("session").asText());
        final JsonNode answer = recorded.prompts().get(1);
        assertThat(answer.path("parent")).isEqualTo(decided.get(1).path("call"));
        assertThat(decided.get(2).path("parent")).isEqualTo(decided.get(1).path("call"));
        assertThat(decided.get(3).path("parent")).isEqualTo(answer.path("call"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldKeepSessionsApart(Mode mode) throws Exception {
        final ExecutorService callers = Executors.newFixedThreadPool(10);
        try {
            final List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                final String number = "" + i;
                runs.add(callers.submit(() -> mode.run(
                        SequentialAgent.builder()
                                .name("both")
                                .subAgents(
                                        agent(
                                                        "one",
                                                        mode.model(server)
                                                                .round(call("allowed_tool", Map.of("text", number))))
                                                .build(),
                                        agent(
                                                        "two",
                                                        mode.model(server)
                                                                .round(call("allowed_tool", Map.of("text", number))))
                                                .build())
                                .build(),
                        "c-" + number)));
            }
            for (Future<?> run : runs) {
                run.get(20, TimeUnit.SECONDS);
            }
        } finally {
            callers.shutdownNow();
        }

        assertThat(decided())
                .hasSize(80)
                .allSatisfy(d -> assertThat(d.path("session").asText()).startsWith("c-"));
        final List<JsonNode> called = recorded.decisions("tool");
        assertThat(called)
                .hasSize(20)
                .allSatisfy(d -> assertThat("c-" + d.path("arguments").asText().replaceAll("\\D", ""))
                        .isEqualTo(d.path("session").asText()));
        assertThat(recorded.decisions("http").stream()
                        .filter(d -> d.path("arguments").asText().equals("/tool")))
                .hasSize(20)
                .allSatisfy(http -> assertThat(called)
                        .anyMatch(tool -> tool.path("call").equals(http.path("parent"))
                                && tool.path("session").equals(http.path("session"))));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldShowWhatArgumentsMayMakeAllowedAndNothingElse(Mode mode) {
        final ScriptedLlm model = mode.model(server)
                .round(call("allowed_tool", Map.of("text", "a")))
                .round(call("denied_tool", Map.of("text", "b")));

        assertThat(lastText(mode.run(agent("assistant", model).build(), "s-hide-" + mode)))
                .isEqualTo("done");

        assertThat(model.offered()).hasSize(3).containsOnly(List.of("allowed_tool", "refund"));
        assertThat(tools.ran).containsExactly("allowed a");
        assertThat((String) model.results().get(1).get("error")).startsWith("Remit refused this call: ");
        final List<JsonNode> hidden = recorded.hidden();
        assertThat(texts(hidden, "reason")).containsExactly("denied_tool");
        assertThat(texts(hidden, "session")).containsExactly("s-hide-" + mode);
        assertThat(texts(hidden, "arguments").get(0)).contains("dev.remit.it.adk.Tools");
    }
}
