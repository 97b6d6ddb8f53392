package dev.remit.it.adk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.adk.agents.InvocationContext;
import com.google.adk.agents.LlmAgent;
import com.google.adk.agents.RunConfig;
import com.google.adk.sessions.InMemorySessionService;
import com.google.adk.tools.Annotations.Schema;
import com.google.adk.tools.BaseTool;
import com.google.adk.tools.FunctionTool;
import com.google.adk.tools.ToolContext;
import com.google.adk.tools.mcp.McpSessionManager;
import com.google.adk.tools.mcp.McpTool;
import dev.remit.it.AgentWork;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import dev.remit.it.mcp.StdioServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tools of Google's ADK, called without an agent. */
class AdkToolTwins {
    /** A tool that is a class, and runs when it is subscribed to. */
    static final class OwnKind extends BaseTool {
        private final Supplier<Single<Map<String, Object>>> run;

        OwnKind(String name, Supplier<Single<Map<String, Object>>> run) {
            super(name, "of its own kind");
            this.run = run;
        }

        @Override
        public Single<Map<String, Object>> runAsync(Map<String, Object> arguments, ToolContext context) {
            return run.get();
        }
    }

    private final LocalServer server = new LocalServer();
    private final Tools tools = new Tools(server);
    private final AtomicInteger runs = new AtomicInteger();
    private final Single<Map<String, Object>> counted =
            Single.fromCallable(() -> Map.of("run", runs.incrementAndGet()));
    private final InMemorySessionService sessions = new InMemorySessionService();
    private final InvocationContext invocation = InvocationContext.builder()
            .sessionService(sessions)
            .invocationId("e-1")
            .agent(LlmAgent.builder().name("assistant").build())
            .session(sessions.createSession("it", "user", (Map<String, Object>) null, "s-direct")
                    .blockingGet())
            .runConfig(RunConfig.builder().build())
            .build();
    private final ToolContext context = ToolContext.builder(invocation).build();
    private Recorded recorded;

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(d -> d.path(field).asText()).toList();
    }

    private static String error(Map<String, Object> result) {
        return (String) result.get("error");
    }

    @Test
    void shouldKnowWhereAToolComesFrom() {
        assertThat(new OwnKind("adk_own", () -> counted)
                        .runAsync(Map.of(), context)
                        .blockingGet())
                .containsEntry("run", 1);
        assertThat(tools.tool("own").runAsync(Map.of(), context).blockingGet()).doesNotContainKey("error");
        final BaseTool other = new BaseTool("adk_own", "of another class") {
            @Override
            public Single<Map<String, Object>> runAsync(Map<String, Object> arguments, ToolContext unused) {
                return counted;
            }
        };
        assertThat(error(other.runAsync(Map.of(), context).blockingGet()))
                .contains("resource=Toolset/" + other.getClass().getName());

        assertThat(runs).hasValue(1);
        assertThat(texts(recorded.decisions(), "verdict")).containsExactly("allow", "allow", "deny");
        assertThat(recorded.decisions())
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-direct"))
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"));
    }

    @Test
    void shouldDecideEverySubscriptionAndRunNoneThatIsRefused() {
        final Map<String, Object> arguments = new HashMap<>(Map.of("amount", 1));
        final Single<Map<String, Object>> refund = tools.tool("refund").runAsync(arguments, context);

        assertThat(refund.blockingGet()).containsEntry("refunded", 1);
        arguments.put("amount", 101);
        assertThat(error(refund.blockingGet())).contains("action=refund");
        arguments.put("amount", 2);
        assertThat(refund.subscribeOn(Schedulers.single()).blockingGet()).containsEntry("refunded", 2);

        assertThat(tools.ran).containsExactly("refund 1", "refund 2");
        assertThat(texts(recorded.decisions(), "verdict")).containsExactly("allow", "deny", "allow");
        assertThat(recorded.decisions())
                .allSatisfy(d -> assertThat(recorded.outcomes(d)).isOne());
    }

    @Test
    void shouldNotRunAgainWhatRanWhenItWasCalled() {
        final Single<Map<String, Object>> result = tools.tool("allowed").runAsync(Map.of("text", "a"), context);
        assertThat(result.blockingGet()).isEqualTo(result.blockingGet());
        assertThat(error(tools.tool("denied")
                        .runAsync(Map.of("text", "b"), context)
                        .blockingGet()))
                .contains("policy=denied-tool");

        assertThat(tools.ran).containsExactly("allowed a");
        assertThat(texts(recorded.decisions("tool"), "verdict")).containsExactly("allow", "deny");
    }

    @Test
    void shouldRecordHowItEnded() {
        final BaseTool failing =
                new OwnKind("allowed_tool", () -> Single.error(new IllegalArgumentException("no such booking")));
        assertThatThrownBy(() -> failing.runAsync(Map.of(), context).blockingGet())
                .isInstanceOf(IllegalArgumentException.class);
        new OwnKind("allowed_tool", Single::never)
                .runAsync(Map.of(), context)
                .subscribe()
                .dispose();
        assertThatThrownBy(() -> new OwnKind("allowed_tool", () -> {
                            throw new IllegalStateException("at once");
                        })
                        .runAsync(Map.of(), context))
                .isInstanceOf(IllegalStateException.class);

        assertThat(recorded.decisions())
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("error", "cancelled", "error");
    }

    @Test
    void shouldGuardAToolThatStreamsToALiveAgent() throws Exception {
        final FunctionTool own = tools.tool("own");
        assertThat(own.callLive(Map.of(), context, invocation).toList().blockingGet())
                .containsExactly(Map.of("it", "ran"));
        final FunctionTool denied = FunctionTool.create(new Denied(), "stream");
        assertThat(denied.callLive(Map.of(), context, invocation).toList().blockingGet())
                .singleElement()
                .satisfies(result -> assertThat(error(result)).contains("policy=denied-tool"));

        assertThat(tools.ran).containsExactly("own");
        assertThat(recorded.decisions())
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("ok", "refused");
    }

    /** Declares a tool that streams, and is never to run. */
    public static final class Denied {
        /** Fails the test. */
        @Schema(name = "denied_tool")
        public Flowable<Map<String, Object>> stream() {
            throw new AssertionError("it ran");
        }
    }

    @Test
    void shouldLeaveAnMcpToolToItsClientInTheAgentsSession() {
        try (McpSyncClient client = McpClient.sync(StdioServer.transport())
                .requestTimeout(Duration.ofSeconds(20))
                .build()) {
            client.initialize();
            final Map<String, BaseTool> served = client.listTools().tools().stream()
                    .collect(Collectors.toMap(
                            Tool::name, tool -> new McpTool(tool, client, new McpSessionManager(client))));
            recorded = new Recorded();

            final Map<String, Object> allowed = served.get("allowed_tool")
                    .runAsync(Map.of(), context)
                    .subscribeOn(Schedulers.single())
                    .blockingGet();
            final Map<String, Object> denied =
                    served.get("denied_tool").runAsync(Map.of(), context).blockingGet();

            assertThat(allowed.toString()).contains("run 1");
            assertThat(denied.toString()).contains("action=denied_tool; resource=Toolset/mcp/it-server");
        }
        assertThat(texts(recorded.decisions("tool"), "resource")).containsOnly("Remit::Toolset::\"mcp/it-server\"");
        assertThat(texts(recorded.decisions("tool"), "verdict")).containsExactly("allow", "deny");
        assertThat(texts(recorded.decisions("tool"), "session")).containsOnly("s-direct");
    }

    @Test
    void shouldBelongToTheWorkThatCallsIt() throws Exception {
        final BaseTool inner = new OwnKind("adk_own", () -> counted);
        final BaseTool outer = new OwnKind("allowed_tool", () -> inner.runAsync(Map.of(), null));

        AgentWork.inSession("s-work", () -> outer.runAsync(Map.of(), null))
                .subscribeOn(Schedulers.single())
                .blockingGet();

        final List<JsonNode> decided = recorded.decisions();
        assertThat(decided)
                .hasSize(3)
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-work"));
        assertThat(decided.get(1).path("parent")).isEqualTo(decided.get(0).path("call"));
        assertThat(decided.get(2).path("parent")).isEqualTo(decided.get(1).path("call"));
    }
}
