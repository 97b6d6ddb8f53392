package dev.remit.bench;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A LangChain4j tool call with three arguments, as an AI service makes it, of a tool that does nothing: what is left is the
 * guard. A refused call includes the words of the refusal and the result that carries them to the model.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 40)
@Measurement(iterations = 60)
public class ToolCallBenchmark {
    /** What the policy says to the call. */
    @Param({"allowed", "denied"})
    public String policy = "allowed";

    private final ToolExecutor tool = (request, memoryId) -> "refunded";
    private final InvocationContext context = InvocationContext.builder()
            .invocationId(new UUID(17, 4))
            .interfaceName("com.acme.SupportAgent")
            .methodName("chat")
            .chatMemoryId("customer-4711")
            .build();
    private ToolExecutionRequest request =
            ToolExecutionRequest.builder().name("refund").build();

    /** The request, as a model would write it. */
    @Setup
    public void request() {
        request = ToolExecutionRequest.builder()
                .id("call_1")
                .name("refund")
                .arguments("{\"booking\": \"B-4711\", \"amount\": " + ("allowed".equals(policy) ? "40" : "4000")
                        + ", \"currency\": \"EUR\"}")
                .build();
    }

    /** Between bursts. */
    @Setup(Level.Invocation)
    public void pause() throws InterruptedException {
        Burst.pause();
    }

    /** Without the javaagent. */
    @Benchmark
    @Fork(2)
    @OperationsPerInvocation(Burst.CALLS)
    public void baselineToolCall(Blackhole hole) {
        Burst.expect(call(hole), 0);
    }

    /** Under the javaagent, in enforce. */
    @Benchmark
    @Fork(value = 2, jvmArgsAppend = Flag.GUARDED)
    @OperationsPerInvocation(Burst.CALLS)
    public void guardedToolCall(Blackhole hole) {
        Burst.expect(call(hole), "allowed".equals(policy) ? 0 : Burst.CALLS);
    }

    private int call(Blackhole hole) {
        int refused = 0;
        for (int i = 0; i < Burst.CALLS; i++) {
            final ToolExecutionResult result = tool.executeWithContext(request, context);
            refused += result.isError() ? 1 : 0;
            hole.consume(result);
        }
        return refused;
    }
}
