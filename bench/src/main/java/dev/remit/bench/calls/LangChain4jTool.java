package dev.remit.bench.calls;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** As an AI service makes it. */
final class LangChain4jTool implements Call {
    private final ToolExecutor tool = (request, memoryId) -> "refunded";
    private final InvocationContext context = InvocationContext.builder()
            .invocationId(new UUID(17, 4))
            .interfaceName("com.acme.SupportAgent")
            .methodName("chat")
            .chatMemoryId("customer-4711")
            .build();
    private final ToolExecutionRequest request;

    /** As an AI service keeps it: else the compiler makes none where no one looks. */
    private @Nullable ToolExecutionResult result;

    LangChain4jTool(boolean allowed) {
        request = ToolExecutionRequest.builder()
                .id("call_1")
                .name("refund")
                .arguments(Refund.arguments(allowed))
                .build();
    }

    @Override
    public boolean make() {
        final ToolExecutionResult made = tool.executeWithContext(request, context);
        result = made;
        return !made.isError();
    }
}
