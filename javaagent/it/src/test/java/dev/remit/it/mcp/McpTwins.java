package dev.remit.it.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Recorded;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Tools of an MCP server in a child process. */
class McpTwins {
    enum Way {
        SYNC,
        ASYNC,
        REFLECTION,
        METHOD_HANDLE
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static McpAsyncClient async;
    private static McpSyncClient sync;

    private Recorded recorded;

    @BeforeAll
    static void start() {
        async = McpClient.async(StdioServer.transport())
                .requestTimeout(PATIENCE)
                .build();
        async.initialize().block(PATIENCE);
        sync = McpClient.sync(StdioServer.transport()).requestTimeout(PATIENCE).build();
        sync.initialize();
    }

    @AfterAll
    static void stop() {
        sync.close();
        async.close();
    }

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    private static CallToolRequest request(String tool, Map<String, Object> arguments) {
        return Api.call(tool, arguments);
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    @SuppressWarnings("unchecked")
    private static CallToolResult call(Way way, CallToolRequest request) throws Throwable {
        return switch (way) {
            case SYNC -> sync.callTool(request);
            case ASYNC -> async.callTool(request).block(PATIENCE);
            case REFLECTION ->
                ((Mono<CallToolResult>) McpAsyncClient.class
                                .getMethod("callTool", CallToolRequest.class)
                                .invoke(async, request))
                        .block(PATIENCE);
            case METHOD_HANDLE ->
                (CallToolResult) MethodHandles.lookup()
                        .findVirtual(
                                McpSyncClient.class,
                                "callTool",
                                MethodType.methodType(CallToolResult.class, CallToolRequest.class))
                        .invoke(sync, request);
        };
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardCallToolHoweverItIsCalled(Way way) throws Throwable {
        final CallToolResult allowed = call(way, request("allowed_tool", Map.of("text", "hello")));
        final CallToolResult denied = call(way, request("denied_tool", Map.of()));

        assertThat(allowed.isError()).isFalse();
        assertThat(text(allowed)).startsWith("run ");
        assertThat(denied.isError()).isTrue();
        assertThat(text(denied))
                .startsWith("Remit refused this call: action=denied_tool; resource=Toolset/mcp/it-server; ")
                .contains("policy=denied-tool; reason=this tool is not for agents; instead=use allowed_tool");
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(
                        d -> assertThat(d.path("resource").asText()).isEqualTo("Remit::Toolset::\"mcp/it-server\""));
        assertThat(decisions.get(0).path("arguments").asText()).contains("hello");
        assertThat(recorded.outcome(decisions.get(0)).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcome(decisions.get(1)).path("outcome").asText()).isEqualTo("refused");
    }

    @Test
    void shouldReadTheArguments() {
        assertThat(sync.callTool(request("mcp_count", Map.of("by", 10))).isError())
                .isFalse();
        final CallToolResult denied = sync.callTool(request("mcp_count", Map.of("by", 11)));

        assertThat(denied.isError()).isTrue();
        assertThat(text(denied)).contains("policy=mcp-limit; reason=too much at once");
    }

    @Test
    void shouldDecideEverySubscriptionAndRunNoneThatIsRefused() {
        final java.util.HashMap<String, Object> arguments = new java.util.HashMap<>(Map.of("by", 1));
        final Mono<CallToolResult> call = async.callTool(request("mcp_count", arguments));
        final int before = Integer.parseInt(text(call.block(PATIENCE)).substring(4));
        final String second = text(call.block(PATIENCE));
        arguments.put("by", 11);
        final CallToolResult third = call.block(PATIENCE);
        arguments.put("by", 1);
        final String fourth = text(call.block(PATIENCE));

        assertThat(second).isEqualTo("run " + (before + 1));
        assertThat(third.isError()).isTrue();
        assertThat(text(third)).contains("policy=mcp-limit");
        assertThat(fourth).isEqualTo("run " + (before + 2));
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d -> d.path("verdict").asText())
                .containsExactly("allow", "allow", "deny", "allow");
        final long first = decisions.get(0).path("call").asLong();
        assertThat(decisions.subList(1, 4))
                .allSatisfy(d -> assertThat(d.path("parent").asLong()).isEqualTo(first));
        assertThat(decisions).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
    }

    @Test
    void shouldKeepConcurrentSubscriptionsApart() {
        // Not through the child's streams: the SDK up to 0.17, guarded or not, fails with "Failed to enqueue message"
        // there where
        // two threads send at once. Its sink takes one at a time, and newer ones try again.
        try (HttpMcpServer server = new HttpMcpServer()) {
            final McpAsyncClient client = client(server);
            final Recorded since = new Recorded();
            final Mono<CallToolResult> call = client.callTool(request("mcp_count", Map.of()));
            final int count = 20;
            final Mono<List<CallToolResult>> all = Flux.range(0, count)
                    .flatMap(i -> call.subscribeOn(Schedulers.boundedElastic()), count)
                    .collectList();

            assertThat(all.block(PATIENCE)).hasSize(count).noneMatch(CallToolResult::isError);
            client.close();
            assertThat(server.runs()).isEqualTo(count);
            final List<JsonNode> tools = since.decisions("tool");
            assertThat(tools).hasSize(count);
            assertThat(tools)
                    .allSatisfy(d -> assertThat(since.outcomes(d)).isEqualTo(1))
                    .allSatisfy(d -> assertThat(since.outcome(d).path("outcome").asText())
                            .isEqualTo("ok"));
            assertThat(since.decisions("http"))
                    .extracting(d -> d.path("parent").asLong())
                    .containsAll(
                            tools.stream().map(d -> d.path("call").asLong()).toList());
        }
    }

    private static McpAsyncClient client(HttpMcpServer server) {
        final McpAsyncClient client = McpClient.async(
                        HttpClientStreamableHttpTransport.builder(server.url()).build())
                .requestTimeout(PATIENCE)
                .build();
        client.initialize().block(PATIENCE);
        return client;
    }

    @Test
    void shouldNotRunWhatIsOnlyAssembled() {
        final int before = Integer.parseInt(
                text(sync.callTool(request("mcp_count", Map.of()))).substring(4));
        sync.callTool(request("denied_tool", Map.of()));
        final String after = text(sync.callTool(request("mcp_count", Map.of())));

        assertThat(after).isEqualTo("run " + (before + 1));
    }

    @Test
    void shouldRecordHowItEnded() throws InterruptedException {
        final CallToolResult failed = sync.callTool(request("mcp_fail", Map.of()));
        assertThat(failed.isError()).isTrue();
        assertThat(text(failed)).isEqualTo("it failed");

        final CountDownLatch subscribed = new CountDownLatch(1);
        final Disposable hanging = async.callTool(request("mcp_hang", Map.of()))
                .doOnSubscribe(unused -> subscribed.countDown())
                .subscribe();
        assertThat(subscribed.await(20, TimeUnit.SECONDS)).isTrue();
        hanging.dispose();

        // The call below waits it out; the server's start, on a busy machine, must not.
        final McpAsyncClient closed = McpClient.async(StdioServer.transport())
                .requestTimeout(Duration.ofSeconds(8))
                .build();
        closed.initialize().block(PATIENCE);
        final Mono<CallToolResult> tooLate = closed.callTool(request("mcp_count", Map.of()));
        closed.close();
        assertThatThrownBy(() -> tooLate.block(PATIENCE)).isInstanceOf(RuntimeException.class);

        assertThat(recorded.decisions("tool"))
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("ok", "cancelled", "error");
    }

    @Test
    void shouldBelongToTheSessionThatCalledWhereverItIsSubscribed() throws Exception {
        try (HttpMcpServer server = new HttpMcpServer();
                McpSyncClient client = McpClient.sync(HttpClientStreamableHttpTransport.builder(server.url())
                                .build())
                        .requestTimeout(PATIENCE)
                        .build()) {
            client.initialize();
            final Recorded since = new Recorded();
            final CallToolResult allowed =
                    AgentWork.inSession("s-mcp", () -> client.callTool(request("mcp_count", Map.of())));
            final CallToolResult denied =
                    AgentWork.inSession("s-mcp", () -> client.callTool(request("denied_tool", Map.of())));

            assertThat(text(allowed)).isEqualTo("run 1");
            assertThat(denied.isError()).isTrue();
            assertThat(server.runs()).isEqualTo(1);
            final List<JsonNode> decisions = since.decisions();
            assertThat(decisions)
                    .extracting(d -> d.path("category").asText())
                    .containsExactly("tool", "tool", "http", "tool", "tool");
            assertThat(decisions)
                    .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-mcp"))
                    .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"));
            assertThat(decisions.get(1).path("parent").asLong())
                    .isEqualTo(decisions.get(0).path("call").asLong());
            assertThat(decisions.get(2).path("parent").asLong())
                    .isEqualTo(decisions.get(1).path("call").asLong());
        }
    }

    @Test
    void shouldTakeTheCallersContextToTheSubscribingThread() throws Exception {
        try (HttpMcpServer server = new HttpMcpServer()) {
            final McpAsyncClient client = client(server);
            final Recorded since = new Recorded();
            final Mono<CallToolResult> call =
                    AgentWork.inSession("s-elsewhere", () -> client.callTool(request("mcp_count", Map.of())));
            call.subscribeOn(Schedulers.boundedElastic()).block(PATIENCE);
            client.close();

            final List<JsonNode> decisions = since.decisions().subList(0, 3);
            assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "tool", "http");
            assertThat(decisions)
                    .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-elsewhere"));
            assertThat(decisions.get(2).path("parent").asLong())
                    .isEqualTo(decisions.get(1).path("call").asLong());
        }
    }
}
