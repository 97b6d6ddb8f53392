package dev.remit.javaagent.hooks.springai;

import static dev.remit.engine.Category.TOOL;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.hooks.reactor.ReactorHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Sink;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Sunk;
import dev.remit.javaagent.weave.Target;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.DefaultChatClient.DefaultChatClientRequestSpec;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.method.MethodToolCallback;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;

/**
 * Tools are the implementations of {@code ToolCallback}, whose two {@code call} methods hand the same text to each other. The
 * callbacks for MCP servers, the one that adds arguments for the model to fill in and Embabel's are left alone: each calls what another
 * row guards, an MCP client, a callback or a tool, which sees the tool's own name, where it comes from and what it really gets.
 *
 * <p>A chat client goes from advisor to advisor through its chain, the last of which calls the model: that is where the agent's
 * work begins. A streaming one does so when it is subscribed to, first on the thread that subscribes and then, after each round of
 * tools, on a thread of its own: there the chain's steps and the rounds find whose work it is in the subscriber's context.
 *
 * <p>The agent is called what the request's context says, else what the chat client's bean is called. Beans are seen where Spring
 * initialises them, whoever made them; what is made of one by {@code mutate} is no bean until it is one itself.
 */
public final class SpringAiHook extends LibraryHook {
    /** The key in a request's context by which the application names the agent. */
    static final String AGENT = "remit.agent";

    /** The key in a request's context under which stands the name of the chat client's bean. */
    static final String BEAN = "dev.remit.bean";

    static final String CHAT_CLIENT = "org.springframework.ai.chat.client.DefaultChatClient";

    private static final String SPRING = "org.springframework.ai.";
    private static final String CALLBACK = SPRING + "tool.ToolCallback";
    private static final String MANAGER = SPRING + "model.tool.DefaultToolCallingManager";
    private static final String EMBABEL = "com.embabel.agent.spi.support.";
    private static final String BEANS = "org.springframework.beans.factory.support.";
    private static final String CHAIN = SPRING + "chat.client.advisor.DefaultAroundAdvisorChain";
    private static final String[] HANDED_ON = {
        SPRING + "mcp.SyncMcpToolCallback",
        SPRING + "mcp.AsyncMcpToolCallback",
        SPRING + "tool.augment.AugmentedToolCallback",
        EMBABEL + "OutputTransformingToolCallback",
        EMBABEL + "springai.SpringAiToolCallbackListener",
        EMBABEL + "springai.SpringToolCallbackAdapter"
    };
    private static final String TEXT = "java.lang.String";
    private static final String CONTEXT = SPRING + "chat.model.ToolContext";
    private static final String PROMPT = SPRING + "chat.prompt.Prompt";
    private static final String REQUEST = SPRING + "chat.client.ChatClientRequest";

    private final Sink bean;

    /** The table of Spring AI, which tells this enforcement point the names of beans. */
    public SpringAiHook(EnforcementPoint enforcement) {
        super("Spring AI", List.of("2.", "1.1."), "spring-ai-model", "spring-ai-client-chat");
        this.bean = new BeanSink(enforcement);
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                decided(TOOL, Target.of(CALLBACK, "call", TEXT).andBelow(HANDED_ON), call("Tool", "Result")),
                decided(TOOL, Target.of(CALLBACK, "call", TEXT, CONTEXT).andBelow(HANDED_ON), call("Tool", "Result")),
                decided(
                        TOOL,
                        Target.of(SPRING + "tool.method.MethodToolCallback", "call", TEXT, CONTEXT),
                        call("MethodTool", "Result")),
                told(
                        Target.of(MANAGER, "resolveToolDefinitions", SPRING + "model.tool.ToolCallingChatOptions"),
                        advice("Offer")),
                told(Target.of(CHAIN, "nextCall", REQUEST), call("Chat")),
                told(Target.of(CHAIN, "nextStream", REQUEST), call("Chat", ReactorHook.FLUX_WORK)),
                told(
                        Target.of(
                                SPRING + "chat.client.DefaultChatClient$DefaultStreamResponseSpec",
                                "doGetObservableFluxChatResponse",
                                REQUEST),
                        call("Chat", "Stream")),
                told(
                        Target.of(MANAGER, "executeToolCalls", PROMPT, SPRING + "chat.model.ChatResponse"),
                        call("ToolRound")),
                told(Target.of(CHAT_CLIENT, "prompt"), advice("Prompted")),
                told(Target.of(CHAT_CLIENT, "prompt", PROMPT), advice("Prompted")),
                new CallSite(
                        null,
                        Target.of(
                                        BEANS + "AbstractAutowireCapableBeanFactory",
                                        "initializeBean",
                                        TEXT,
                                        "java.lang.Object",
                                        BEANS + "RootBeanDefinition")
                                .beside(CHAT_CLIENT),
                        Sunk.around(bean)));
    }

    /** A tool callback of whatever kind. */
    static final class Tool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site,
                @Advice.This ToolCallback callback,
                @Advice.Argument(0) String input,
                @Advice.Argument(value = 1, optional = true) ToolContext context) {
            return RemitGate.tool(
                    site,
                    input,
                    "spring-ai",
                    callback.getToolDefinition().name(),
                    input,
                    context == null ? null : context.getContext().get(ChatMemory.CONVERSATION_ID));
        }
    }

    /** A method that is a tool: it comes from the class that declares it. Its other {@code call} only calls this one. */
    static final class MethodTool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site,
                @Advice.This ToolCallback callback,
                @Advice.FieldValue("toolMethod") Method method,
                @Advice.Argument(0) String input,
                @Advice.Argument(1) ToolContext context) {
            return RemitGate.tool(
                    site,
                    input,
                    method.getDeclaringClass().getName(),
                    callback.getToolDefinition().name(),
                    input,
                    context == null ? null : context.getContext().get(ChatMemory.CONVERSATION_ID));
        }
    }

    /** What it returns is what the model reads, so that is where the refusal stands. */
    static final class Result {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter String refusal,
                @Advice.Return(readOnly = false) String result,
                @Advice.Thrown Throwable thrown) {
            if (refusal == null) {
                RemitGate.end(site, result, thrown);
            } else {
                result = "{\"error\":\"".concat(refusal).concat("\"}");
            }
        }
    }

    /**
     * What a model is offered. The callbacks stay: Spring AI gives up where a model asks for a tool that it does not know. Those of MCP
     * servers, whose calls the client decides, go by what they are called there; one that adds arguments is shown, and so is Embabel's, which
     * hides its own.
     */
    static final class Offer {
        @Advice.OnMethodExit
        static void exit(
                @Site int site,
                @Advice.Argument(0) ToolCallingChatOptions options,
                @Advice.Return(readOnly = false) List<ToolDefinition> result) {
            if (result != null && options.getToolCallbacks() != null) {
                List<ToolDefinition> shown = null;
                for (ToolCallback callback : options.getToolCallbacks()) {
                    final String kind = callback.getClass().getName();
                    final ToolDefinition definition = callback.getToolDefinition();
                    String toolset = "spring-ai";
                    String name = definition.name();
                    try {
                        if (callback instanceof MethodToolCallback) {
                            final Field method = MethodToolCallback.class.getDeclaredField("toolMethod");
                            method.setAccessible(true);
                            toolset = ((Method) method.get(callback))
                                    .getDeclaringClass()
                                    .getName();
                        } else if (kind.startsWith("org.springframework.ai.mcp.")) {
                            // By reflection, for few applications bring that library along.
                            final Field field = callback.getClass().getDeclaredField("mcpClient");
                            field.setAccessible(true);
                            final Object client = field.get(callback);
                            final Object server =
                                    client.getClass().getMethod("getServerInfo").invoke(client);
                            if (server == null) {
                                continue;
                            }
                            toolset = "mcp/".concat((String)
                                    server.getClass().getMethod("name").invoke(server));
                            name = (String) callback.getClass()
                                    .getMethod("getOriginalToolName")
                                    .invoke(callback);
                        } else if (kind.startsWith("org.springframework.ai.tool.augment.")
                                || kind.startsWith("com.embabel.agent.spi.support.")) {
                            continue;
                        }
                    } catch (ReflectiveOperationException e) {
                        continue;
                    }
                    if (RemitGate.hides(site, toolset, name)) {
                        if (shown == null) {
                            shown = new ArrayList<>(result);
                        }
                        shown.remove(definition);
                    }
                }
                if (shown != null) {
                    result = shown;
                }
            }
        }
    }

    /** A step of a chat client's chain: from here to its return an AI agent is at work, in the conversation if it names one. */
    static final class Chat {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(0) ChatClientRequest request) {
            final Object given = request == null ? null : request.context().get(SpringAiHook.AGENT);
            final Object name =
                    given != null || request == null ? given : request.context().get(SpringAiHook.BEAN);
            RemitGate.agent(
                    site,
                    name instanceof String text ? text : null,
                    request == null ? null : request.context().get(ChatMemory.CONVERSATION_ID));
        }
    }

    /** A streaming chat client's call: whose work it is goes with the subscription, to whatever thread. */
    static final class Stream {
        @SuppressWarnings("unchecked") // the gate's object is of the types that using takes
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Return(readOnly = false) Flux<ChatClientResponse> result,
                @Advice.Thrown Throwable thrown) {
            if (thrown == null) {
                final Object work = RemitGate.subscribed(site, null, result, null, null, null);
                result = Flux.using(
                                (Callable<Object>) work,
                                (Function<Object, Flux<ChatClientResponse>>) work,
                                (Consumer<Object>) work)
                        .contextWrite(Context.of(ReactorHook.WORK, work));
            }
            RemitGate.end(site, null, thrown);
        }
    }

    /** The tools that one answer of the model asks for. A streaming client executes them on a thread of its own. */
    static final class ToolRound {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site, @Advice.Argument(0) Prompt prompt, @Advice.Argument(1) ChatResponse response) {
            RemitGate.resume(
                    site, ToolCallReactiveContextHolder.getContext().<Object>getOrDefault(ReactorHook.WORK, null));
            if (prompt != null && response != null && response.getResult() != null) {
                RemitGate.turn(
                        site,
                        response,
                        prompt.getUserMessage().getText(),
                        response.getResult().getOutput().getText());
            }
        }
    }

    /** What a chat client that is a bean is asked carries the bean's name along, to the requests that are made of it. */
    static final class Prompted {
        @Advice.OnMethodExit
        static void exit(@Advice.This Object client, @Advice.Return ChatClientRequestSpec spec) {
            final String name = RemitGate.nameOf(client);
            if (name != null && spec instanceof DefaultChatClientRequestSpec own) {
                own.getAdvisorParams().put(SpringAiHook.BEAN, name);
            }
        }
    }
}
