package dev.remit.javaagent.hooks.langchain4j;

import static dev.remit.engine.Category.TOOL;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * Tools go through {@code ToolExecutor}: newer versions call {@code executeWithContext}, whose default calls {@code execute}
 * with the same request, so a lambda is seen too. A model's {@code chat} shows what the user asked and what the model answered. AI services begin the agent's work; streaming goes on in their response
 * handler, on the HTTP client's thread.
 */
public final class LangChain4jHook implements Hook {
    private static final String HERE = "dev.remit.javaagent.hooks.langchain4j.";
    private static final String SERVICE = "dev.langchain4j.service.";
    private static final String EXECUTOR = SERVICE + "tool.ToolExecutor";
    private static final String REQUEST = "dev.langchain4j.agent.tool.ToolExecutionRequest";
    private static final String MODEL = "dev.langchain4j.model.chat.ChatModel";
    private static final String ASKED = "dev.langchain4j.model.chat.request.ChatRequest";
    private static final String OPTIONS = "dev.langchain4j.model.chat.ChatRequestOptions";
    private static final String CONTEXT = "dev.langchain4j.invocation.InvocationContext";

    @Override
    public String library() {
        return "LangChain4j";
    }

    @Override
    public List<String> jars() {
        return List.of("langchain4j", "langchain4j-core");
    }

    @Override
    public List<String> versions() {
        return List.of("1.");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                CallSite.advice(TOOL, EXECUTOR, "executeWithContext", List.of(REQUEST, CONTEXT), HERE + "ToolAdvice")
                        .andSubtypes(),
                CallSite.advice(TOOL, EXECUTOR, "execute", List.of(REQUEST, "java.lang.Object"), HERE + "OldToolAdvice")
                        .andSubtypes(),
                CallSite.agentScope(
                        SERVICE + "DefaultAiServices$1",
                        "invoke",
                        List.of("java.lang.reflect.Method", "java.lang.Object[]", CONTEXT),
                        HERE + "AiServiceAdvice"),
                CallSite.agentScope(SERVICE + "AiServiceTokenStream", "start", List.of(), HERE + "StreamAdvice"),
                CallSite.agentScope(
                        SERVICE + "AiServiceStreamingResponseHandler",
                        "onCompleteResponse",
                        List.of("dev.langchain4j.model.chat.response.ChatResponse"),
                        HERE + "AnswerAdvice"),
                CallSite.turn(MODEL, "chat", List.of(ASKED), HERE + "ChatModelAdvice")
                        .andSubtypes(),
                CallSite.turn(MODEL, "chat", List.of(ASKED, OPTIONS), HERE + "ChatModelAdvice")
                        .andSubtypes());
    }
}
