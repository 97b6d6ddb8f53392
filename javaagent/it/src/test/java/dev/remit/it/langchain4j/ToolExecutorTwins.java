package dev.remit.it.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.remit.it.Recorded;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tool executors of every kind, called without an AI service. */
class ToolExecutorTwins {
    enum Way {
        EXECUTE,
        EXECUTE_BY_REFLECTION,
        EXECUTE_BY_METHOD_HANDLE,
        WITH_CONTEXT,
        WITH_CONTEXT_BY_REFLECTION,
        WITH_CONTEXT_BY_METHOD_HANDLE
    }

    private static final InvocationContext CONTEXT = InvocationContext.builder()
            .interfaceName("some.Service")
            .chatMemoryId("s-direct")
            .build();

    private final AtomicInteger runs = new AtomicInteger();
    private Recorded recorded;

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    /** A tool for {@link DefaultToolExecutor}. */
    public String tool() {
        return "run " + runs.incrementAndGet();
    }

    /** Overrides the one abstract method; the other is the interface's default. */
    private class OldKind implements ToolExecutor {
        @Override
        public String execute(ToolExecutionRequest request, Object memoryId) {
            return "run " + runs.incrementAndGet();
        }
    }

    /** Overrides both, the first by way of the second. */
    private final class NewKind extends OldKind {
        @Override
        public String execute(ToolExecutionRequest request, Object memoryId) {
            return executeWithContext(request, CONTEXT).resultText();
        }

        @Override
        public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
            return ToolExecutionResult.builder()
                    .resultText("run " + runs.incrementAndGet())
                    .build();
        }
    }

    private static ToolExecutionRequest request(String name) {
        return ToolExecutionRequest.builder().name(name).arguments("{}").build();
    }

    private static String call(Way way, ToolExecutor executor, ToolExecutionRequest request) throws Throwable {
        final MethodType execute = MethodType.methodType(String.class, ToolExecutionRequest.class, Object.class);
        final MethodType withContext =
                MethodType.methodType(ToolExecutionResult.class, ToolExecutionRequest.class, InvocationContext.class);
        return switch (way) {
            case EXECUTE -> executor.execute(request, "s-direct");
            case EXECUTE_BY_REFLECTION ->
                (String) ToolExecutor.class
                        .getMethod("execute", execute.parameterArray())
                        .invoke(executor, request, "s-direct");
            case EXECUTE_BY_METHOD_HANDLE ->
                (String) MethodHandles.lookup()
                        .findVirtual(ToolExecutor.class, "execute", execute)
                        .invoke(executor, request, (Object) "s-direct");
            case WITH_CONTEXT -> executor.executeWithContext(request, CONTEXT).resultText();
            case WITH_CONTEXT_BY_REFLECTION ->
                ((ToolExecutionResult) ToolExecutor.class
                                .getMethod("executeWithContext", withContext.parameterArray())
                                .invoke(executor, request, CONTEXT))
                        .resultText();
            case WITH_CONTEXT_BY_METHOD_HANDLE ->
                ((ToolExecutionResult) MethodHandles.lookup()
                                .findVirtual(ToolExecutor.class, "executeWithContext", withContext)
                                .invoke(executor, request, CONTEXT))
                        .resultText();
        };
    }

    private void assertGuarded(Way way, ToolExecutor executor) throws Throwable {
        assertThat(call(way, executor, request("allowed_tool"))).isEqualTo("run 1");
        assertThat(call(way, executor, request("denied_tool")))
                .startsWith("Remit refused this call: action=denied_tool; ");
        assertThat(runs).hasValue(1);
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-direct"))
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardAnExecutorOfTheOldKind(Way way) throws Throwable {
        assertGuarded(way, new OldKind());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardAnExecutorOfTheNewKindOnce(Way way) throws Throwable {
        assertGuarded(way, new NewKind());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardAMethodOfAnObject(Way way) throws Throwable {
        assertGuarded(way, new DefaultToolExecutor(this, ToolExecutorTwins.class.getMethod("tool")));
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"WITH_CONTEXT", "WITH_CONTEXT_BY_REFLECTION", "WITH_CONTEXT_BY_METHOD_HANDLE"})
    void shouldGuardALambda(Way way) throws Throwable {
        assertGuarded(way, (request, memoryId) -> "run " + runs.incrementAndGet());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardAProxyOnce(Way way) throws Throwable {
        final ToolExecutor target = new OldKind();
        assertGuarded(way, (ToolExecutor) Proxy.newProxyInstance(
                ToolExecutorTwins.class.getClassLoader(),
                new Class<?>[] {ToolExecutor.class},
                (proxy, method, arguments) -> method.invoke(target, arguments)));
    }

    @Test
    void shouldRefuseAToolWithoutAName() {
        final ToolExecutor executor = new OldKind();
        for (String name : new String[] {null, "", " "}) {
            assertThat(executor.executeWithContext(request(name), CONTEXT))
                    .satisfies(result -> assertThat(result.isError()).isTrue())
                    .satisfies(result -> assertThat(result.resultText()).contains("reason=the tool has no name"));
        }
        assertThat(runs).hasValue(0);
        assertThat(recorded.decisions()).hasSize(3);
    }

    @Test
    void shouldRecordAFailureAndLeaveTheThreadClean() {
        final ToolExecutor failing = new OldKind() {
            @Override
            public String execute(ToolExecutionRequest request, Object memoryId) {
                throw new IllegalArgumentException("no such booking");
            }
        };

        assertThatThrownBy(() -> failing.executeWithContext(request("allowed_tool"), CONTEXT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such booking");
        new OldKind().execute(request("allowed_tool"), null);

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).hasSize(2);
        assertThat(recorded.outcome(decisions.get(0)).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcome(decisions.get(0)).path("error").asText())
                .isEqualTo("java.lang.IllegalArgumentException");
        assertThat(decisions.get(1).has("parent")).isFalse();
        assertThat(decisions.get(1).path("session").asText())
                .isNotEmpty()
                .isNotEqualTo(decisions.get(0).path("session").asText());
    }

    @Test
    void shouldDecideAToolWithinATool() {
        final ToolExecutor inner = new OldKind();
        final ToolExecutor outer = new OldKind() {
            @Override
            public String execute(ToolExecutionRequest request, Object memoryId) {
                return inner.execute(request("denied_tool"), null);
            }
        };

        assertThat(outer.execute(request("allowed_tool"), "s-outer")).contains("action=denied_tool");
        assertThat(runs).hasValue(0);
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
        assertThat(decisions.get(1).path("session").asText()).isEqualTo("s-outer");
    }
}
