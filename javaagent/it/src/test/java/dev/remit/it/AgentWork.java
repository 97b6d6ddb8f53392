package dev.remit.it;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutor;
import java.util.concurrent.Callable;

/** Work that an AI agent does: inside a call of a tool that the policy permits. */
public final class AgentWork {
    private AgentWork() {}

    /** Does {@code work} as an AI agent in this session; its records have the tool call as their parent. */
    public static <T> T inSession(String session, Callable<T> work) throws Exception {
        final Object[] result = new Object[1];
        final Exception[] failure = new Exception[1];
        final ToolExecutor tool = (request, memoryId) -> {
            try {
                result[0] = work.call();
            } catch (Exception e) {
                failure[0] = e;
            }
            return "done";
        };
        // Not execute itself: a lambda's own method is a hidden class's, and the interface's default is what is
        // guarded.
        final String text = tool.executeWithContext(
                        ToolExecutionRequest.builder()
                                .name("allowed_tool")
                                .arguments("{}")
                                .build(),
                        InvocationContext.builder().chatMemoryId(session).build())
                .resultText();
        if (failure[0] != null) {
            throw failure[0];
        }
        if (!text.equals("done")) {
            throw new IllegalStateException(text);
        }
        @SuppressWarnings("unchecked")
        final T typed = (T) result[0];
        return typed;
    }
}
