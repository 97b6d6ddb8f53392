package dev.remit.it.koog;

import static org.assertj.core.api.Assertions.assertThat;

import ai.koog.agents.core.environment.GenericAgentEnvironment;
import ai.koog.agents.core.environment.ReceivedToolResult;
import ai.koog.agents.core.environment.ToolResultKind;
import ai.koog.agents.core.tools.Tool;
import ai.koog.agents.core.tools.ToolBase;
import ai.koog.agents.core.tools.ToolCallMetadata;
import ai.koog.agents.core.tools.ToolDescriptor;
import ai.koog.agents.core.tools.ToolRegistry;
import ai.koog.prompt.message.MessagePart;
import ai.koog.serialization.JSONObject;
import ai.koog.serialization.JSONSerializer;
import ai.koog.serialization.TypeToken;
import ai.koog.serialization.kotlinx.KotlinxSerializer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import io.github.oshai.kotlinlogging.KotlinLogging;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.Deferred;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.GlobalScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that an agent's environment calls as its model asks for them: at once, later on another thread, and never. */
class KoogTwins {
    enum Way {
        ONE,
        SEVERAL,
        REFLECTION,
        METHOD_HANDLE
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final LocalServer server = new LocalServer();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private Recorded recorded;

    /** What a tool does. */
    interface Work {
        Object run(Continuation<? super String> continuation) throws Exception;
    }

    /** A tool that is a class. */
    @SuppressWarnings("rawtypes") // its arguments are as the serializer has them
    static class Own extends Tool<Map, String> {
        private final Work work;

        Own(String name, Work work) {
            super(
                    TypeToken.of(Map.class),
                    TypeToken.of(String.class),
                    new ToolDescriptor(name, "for the tests", List.of(), List.of(), null),
                    Map.of());
            this.work = work;
        }

        @Override
        public Map decodeArgs(JSONObject arguments, JSONSerializer json) {
            return Map.of();
        }

        @Override
        public String encodeResultToString(String result, JSONSerializer json) {
            return result;
        }

        @Override
        public Object execute(Map arguments, Continuation<? super String> continuation) {
            try {
                return work.run(continuation);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
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
        return new Own(name, continuation -> get(name));
    }

    private String get(String name) throws Exception {
        ran.add(name);
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create(server.allowed("/tool")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Suspended, and resumed by another thread. */
    private Own later(String name, Object outcome) {
        return new Own(name, continuation -> {
            ran.add(name);
            final Thread other = new Thread(() -> {
                // Not before the function is suspended, for else it is only called once.
                while (ran.size() < 2) {
                    Thread.onSpinWait();
                }
                continuation.resumeWith(outcome instanceof Throwable failed ? ResultKt.createFailure(failed) : outcome);
            });
            other.start();
            return IntrinsicsKt.getCOROUTINE_SUSPENDED();
        });
    }

    private static GenericAgentEnvironment environment(ToolBase<?, ?>... tools) {
        return new GenericAgentEnvironment(
                "agent-1",
                KotlinLogging.INSTANCE.logger("koog"),
                new ToolRegistry(List.of(tools)),
                new KotlinxSerializer());
    }

    private static MessagePart.Tool.Call call(String tool) {
        return new MessagePart.Tool.Call("id-" + tool, tool, "{\"text\":\"a\"}");
    }

    @SuppressWarnings("unchecked")
    private static ReceivedToolResult run(Way way, GenericAgentEnvironment environment, String tool) throws Exception {
        return (ReceivedToolResult) BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE, (scope, continuation) -> {
            try {
                return switch (way) {
                    case ONE ->
                        environment.executeTool(
                                call(tool), (Continuation<? super ReceivedToolResult>) (Object) continuation);
                    case SEVERAL ->
                        environment.executeTool(
                                call(tool), new ToolCallMetadata(Map.of()), (Continuation<? super ReceivedToolResult>)
                                        (Object) continuation);
                    case REFLECTION ->
                        GenericAgentEnvironment.class
                                .getMethod("executeTool", MessagePart.Tool.Call.class, Continuation.class)
                                .invoke(environment, call(tool), continuation);
                    case METHOD_HANDLE ->
                        (Object) MethodHandles.lookup()
                                .findVirtual(
                                        GenericAgentEnvironment.class,
                                        "executeTool",
                                        MethodType.methodType(
                                                Object.class, MessagePart.Tool.Call.class, Continuation.class))
                                .invoke(environment, call(tool), (Continuation<?>) continuation);
                };
            } catch (Throwable t) {
                throw new IllegalStateException(t);
            }
        });
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(d -> d.path(field).asText()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void shouldGuardAToolHoweverItIsCalled(Way way) throws Exception {
        final GenericAgentEnvironment environment = environment(tool("allowed_tool"), tool("denied_tool"));

        final ReceivedToolResult allowed = run(way, environment, "allowed_tool");
        final ReceivedToolResult denied = run(way, environment, "denied_tool");

        assertThat(allowed.getOutput()).isEqualTo("hello");
        assertThat(allowed.getResultKind()).isInstanceOf(ToolResultKind.Success.class);
        assertThat(denied.getOutput())
                .contains("Remit refused this call: action=denied_tool; ")
                .contains("reason=this tool is not for agents; instead=use allowed_tool");
        assertThat(denied.getResultKind()).isInstanceOf(ToolResultKind.Failure.class);
        assertThat(denied.getId()).isEqualTo("id-denied_tool");
        assertThat(denied.toMessagePart().getTool()).isEqualTo("denied_tool");
        assertThat(ran).containsExactly("allowed_tool");
        final List<JsonNode> decided = recorded.decisions();
        assertThat(decided)
                .extracting(d ->
                        d.path("category").asText() + " " + d.path("verdict").asText())
                .containsExactly("tool allow", "http allow", "tool deny");
        assertThat(decided.get(1).path("parent").asLong())
                .isEqualTo(decided.get(0).path("call").asLong());
        assertThat(texts(recorded.decisions("tool"), "session")).containsOnly("agent-1");
        assertThat(texts(recorded.decisions("tool"), "arguments")).containsOnly("{\"text\":\"a\"}");
        assertThat(recorded.decisions("tool"))
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("ok", "refused");
        assertThat(decided).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndACallThatWasSuspendedWhenItGoesOn(boolean fails) throws Exception {
        final Object outcome = fails ? new IllegalStateException("no such booking") : "it ran";

        final ReceivedToolResult result =
                AgentWork.inSession("s-outer", () -> (ReceivedToolResult) BuildersKt.runBlocking(
                        EmptyCoroutineContext.INSTANCE, (scope, continuation) -> {
                            @SuppressWarnings("unchecked")
                            final Object suspended = environment(later("allowed_tool", outcome))
                                    .executeTool(call("allowed_tool"), (Continuation<? super ReceivedToolResult>)
                                            (Object) continuation);
                            assertThat(suspended).isSameAs(IntrinsicsKt.getCOROUTINE_SUSPENDED());
                            final JsonNode decided = recorded.decisions("tool").get(1);
                            assertThat(recorded.decisions("tool")).hasSize(2);
                            assertThat(decided.path("verdict").asText()).isEqualTo("allow");
                            ran.add("goes on");
                            return suspended;
                        }));

        assertThat(result.getOutput()).contains(fails ? "no such booking" : "it ran");
        final List<JsonNode> tools = recorded.decisions("tool");
        assertThat(tools).hasSize(2);
        assertThat(texts(tools, "session")).containsExactly("s-outer", "agent-1");
        assertThat(tools.get(1).path("parent").asLong())
                .isEqualTo(tools.get(0).path("call").asLong());
        assertThat(recorded.outcome(tools.get(1)).path("outcome").asText()).isEqualTo(fails ? "error" : "ok");
        assertThat(recorded.outcomes(tools.get(1))).isEqualTo(1);
    }

    @Test
    void shouldRecordAToolThatFailsAndOneThatIsCancelled() throws Exception {
        final GenericAgentEnvironment environment = environment(new Own("allowed_tool", continuation -> {
            throw new IllegalStateException("no such booking");
        }));
        assertThat(run(Way.ONE, environment, "allowed_tool").getOutput()).contains("no such booking");

        final CountDownLatch runs = new CountDownLatch(1);
        final GenericAgentEnvironment hanging = environment(new Own("allowed_tool", continuation -> {
            @SuppressWarnings("unchecked") // what it is resumed with, nobody sees
            final Object suspended = DelayKt.delay(60_000, (Continuation<? super Unit>) (Object) continuation);
            runs.countDown();
            return suspended;
        }));
        @SuppressWarnings("unchecked")
        final Deferred<Object> deferred = BuildersKt.async(
                GlobalScope.INSTANCE,
                EmptyCoroutineContext.INSTANCE,
                CoroutineStart.DEFAULT,
                (scope, continuation) -> hanging.executeTool(
                        call("allowed_tool"), (Continuation<? super ReceivedToolResult>) (Object) continuation));
        assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
        deferred.cancel(null);

        assertThat(recorded.decisions("tool"))
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("error", "cancelled");
    }

    /** What a method that is a tool stands in. */
    public static final class Desk {
        /** Does nothing. */
        public String own() {
            return "it ran";
        }
    }

    @Test
    void shouldKnowAToolByItsClass() throws Exception {
        final Own other = new Own("koog_own", continuation -> "it ran") {};

        assertThat(run(Way.ONE, environment(new Own("koog_own", continuation -> "it ran")), "koog_own")
                        .getOutput())
                .isEqualTo("it ran");
        assertThat(run(Way.ONE, environment(other), "koog_own").getOutput())
                .contains("resource=Toolset/" + other.getClass().getName());
    }
}
