package dev.remit.javaagent.hooks.springai;

import static dev.remit.engine.Category.TOOL;
import static dev.remit.javaagent.weave.CallSite.Shape.AROUND;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Sink;
import java.util.List;

/**
 * Tools are the implementations of {@code ToolCallback}, whose two {@code call} methods hand the same text to each other. The
 * callbacks for MCP servers and the one that adds arguments for the model to fill in are left alone: each calls what another row
 * guards, an MCP client or a callback, which sees the tool's own name, where it comes from and what it really gets.
 *
 * <p>A chat client goes from advisor to advisor through its chain, the last of which calls the model: that is where the agent's
 * work begins. A streaming one does so when it is subscribed to, first on the thread that subscribes and then, after each round of
 * tools, on a thread of its own: there the chain's steps and the rounds find whose work it is in the subscriber's context.
 *
 * <p>The agent is called what the request's context says, else what the chat client's bean is called. Beans are seen where Spring
 * initialises them, whoever made them; what is made of one by {@code mutate} is no bean until it is one itself.
 */
public final class SpringAiHook implements Hook {
    /** The key in a request's context by which the application names the agent. */
    static final String AGENT = "remit.agent";

    /** The key in a request's context under which stands the name of the chat client's bean. */
    static final String BEAN = "dev.remit.bean";

    static final String CHAT_CLIENT = "org.springframework.ai.chat.client.DefaultChatClient";

    private static final String HERE = "dev.remit.javaagent.hooks.springai.";
    private static final String SPRING = "org.springframework.ai.";
    private static final String CALLBACK = SPRING + "tool.ToolCallback";
    private static final String METHOD_CALLBACK = SPRING + "tool.method.MethodToolCallback";
    private static final String BEANS = "org.springframework.beans.factory.support.";
    private static final String CHAIN = SPRING + "chat.client.advisor.DefaultAroundAdvisorChain";
    private static final String[] HANDED_ON = {
        SPRING + "mcp.SyncMcpToolCallback",
        SPRING + "mcp.AsyncMcpToolCallback",
        SPRING + "tool.augment.AugmentedToolCallback"
    };
    private static final List<String> TEXT = List.of("java.lang.String");
    private static final List<String> TEXT_AND_CONTEXT = List.of("java.lang.String", SPRING + "chat.model.ToolContext");
    private static final List<String> REQUEST = List.of(SPRING + "chat.client.ChatClientRequest");

    private final Sink bean;

    /** A hook that tells this enforcement point the names of beans. */
    public SpringAiHook(EnforcementPoint enforcement) {
        this.bean = new BeanSink(enforcement);
    }

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
                        HERE + "ToolRoundAdvice"),
                CallSite.agentScope(CHAT_CLIENT, "prompt", List.of(), HERE + "PromptAdvice"),
                CallSite.agentScope(
                        CHAT_CLIENT, "prompt", List.of(SPRING + "chat.prompt.Prompt"), HERE + "PromptAdvice"),
                CallSite.sink(
                                null,
                                BEANS + "AbstractAutowireCapableBeanFactory",
                                "initializeBean",
                                List.of("java.lang.String", "java.lang.Object", BEANS + "RootBeanDefinition"),
                                AROUND,
                                bean)
                        .beside(CHAT_CLIENT));
    }
}
