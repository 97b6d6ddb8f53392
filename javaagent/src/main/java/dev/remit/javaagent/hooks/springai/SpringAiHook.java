package dev.remit.javaagent.hooks.springai;

import static dev.remit.engine.Category.TOOL;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * Tools are the implementations of {@code ToolCallback}, whose two {@code call} methods hand the same text to each other. The
 * callbacks for MCP servers and the one that adds arguments for the model to fill in are left alone: each calls what another row
 * guards, an MCP client or a callback, which sees the tool's own name, where it comes from and what it really gets.
 *
 * <p>A chat client goes from advisor to advisor through its chain, the last of which calls the model: that is where the agent's
 * work begins. A streaming one does so when it is subscribed to, first on the thread that subscribes and then, after each round of
 * tools, on a thread of its own: there the chain's steps and the rounds find whose work it is in the subscriber's context.
 */
public final class SpringAiHook implements Hook {
    private static final String HERE = "dev.remit.javaagent.hooks.springai.";
    private static final String SPRING = "org.springframework.ai.";
    private static final String CALLBACK = SPRING + "tool.ToolCallback";
    private static final String METHOD_CALLBACK = SPRING + "tool.method.MethodToolCallback";
    private static final String CHAIN = SPRING + "chat.client.advisor.DefaultAroundAdvisorChain";
    private static final String[] HANDED_ON = {
        SPRING + "mcp.SyncMcpToolCallback",
        SPRING + "mcp.AsyncMcpToolCallback",
        SPRING + "tool.augment.AugmentedToolCallback"
    };
    private static final List<String> TEXT = List.of("java.lang.String");
    private static final List<String> TEXT_AND_CONTEXT = List.of("java.lang.String", SPRING + "chat.model.ToolContext");
    private static final List<String> REQUEST = List.of(SPRING + "chat.client.ChatClientRequest");

    @Override
    public String library() {
        return "Spring AI";
    }

    @Override
    public List<String> jars() {
        return List.of("spring-ai-model", "spring-ai-client-chat");
    }

    @Override
    public List<String> versions() {
        return List.of("2.", "1.1.");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                CallSite.advice(TOOL, CALLBACK, "call", TEXT, HERE + "ToolAdvice")
                        .andSubtypes(HANDED_ON),
                CallSite.advice(TOOL, CALLBACK, "call", TEXT_AND_CONTEXT, HERE + "ToolAdvice")
                        .andSubtypes(HANDED_ON),
                CallSite.advice(TOOL, METHOD_CALLBACK, "call", TEXT_AND_CONTEXT, HERE + "MethodToolAdvice"),
                CallSite.agentScope(CHAIN, "nextCall", REQUEST, HERE + "ChatAdvice"),
                CallSite.agentScope(CHAIN, "nextStream", REQUEST, HERE + "StepStreamAdvice"),
                CallSite.agentScope(
                        SPRING + "chat.client.DefaultChatClient$DefaultStreamResponseSpec",
                        "doGetObservableFluxChatResponse",
                        REQUEST,
                        HERE + "ChatStreamAdvice"),
                CallSite.agentScope(
                        SPRING + "model.tool.DefaultToolCallingManager",
                        "executeToolCalls",
                        List.of(SPRING + "chat.prompt.Prompt", SPRING + "chat.model.ChatResponse"),
                        HERE + "ToolRoundAdvice"));
    }
}
