package dev.remit.it;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutor;

/** What a misled AI agent does with a secret: hands it to a tool, so that it stands in the recorded arguments. */
public final class SecretUse {
    private SecretUse() {}

    /** Calls a permitted tool with {@code value} as an argument. */
    public static void of(String value) {
        final ToolExecutor tool = (request, memoryId) -> "done";
        // As AgentWork: the interface's default is what is guarded.
        final String text = tool.executeWithContext(
                        ToolExecutionRequest.builder()
                                .name("allowed_tool")
                                .arguments(arguments(value))
                                .build(),
                        InvocationContext.builder().chatMemoryId("secret-use").build())
                .resultText();
        if (!text.equals("done")) {
            throw new IllegalStateException(text);
        }
    }

    /** The arguments of that call. */
    public static String arguments(String value) {
        return "{\"key\":\"" + value + "\"}";
    }
}
