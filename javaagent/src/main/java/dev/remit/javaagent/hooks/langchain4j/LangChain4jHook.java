package dev.remit.javaagent.hooks.langchain4j;

import static dev.remit.engine.Category.TOOL;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolServiceContext;
import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Given;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;

/**
 * Tools go through {@code ToolExecutor}: newer versions call {@code executeWithContext}, whose default calls {@code execute}
 * with the same request, so a lambda is seen too. What denied tools an AI service offers its model is seen from 1.12 on. A model's {@code chat} shows what the user asked and what the model answered. AI services begin the agent's work; streaming goes on in their response
 * handler, on the HTTP client's thread.
 */
public final class LangChain4jHook extends LibraryHook {
    private static final String SERVICE = "dev.langchain4j.service.";
    private static final String EXECUTOR = SERVICE + "tool.ToolExecutor";
    private static final String TOOLS = SERVICE + "tool.ToolService";
    private static final String TOOL_REQUEST = "dev.langchain4j.agent.tool.ToolExecutionRequest";
    private static final String CONTEXT = "dev.langchain4j.invocation.InvocationContext";
    private static final String USER_MESSAGE = "dev.langchain4j.data.message.UserMessage";
    private static final String MODEL = "dev.langchain4j.model.chat.ChatModel";
    private static final String ASKED = "dev.langchain4j.model.chat.request.ChatRequest";

    /** The table of LangChain4j. */
    public LangChain4jHook() {
        super("LangChain4j", List.of("1.6+"), "langchain4j", "langchain4j-core");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                decided(
                        TOOL,
                        Target.of(EXECUTOR, "executeWithContext", TOOL_REQUEST, CONTEXT)
                                .andBelow(),
                        call("Tool", "ToolResult")),
                decided(
                        TOOL,
                        Target.of(EXECUTOR, "execute", TOOL_REQUEST, "java.lang.Object")
                                .andBelow(),
                        call("OldTool", "Text")),
                told(Target.of(TOOLS, "createContext", CONTEXT, USER_MESSAGE, "java.util.List"), advice("Offer")),
                // Up to 1.12, of which the last can leave some out.
                told(Target.of(TOOLS, "createContext", CONTEXT, USER_MESSAGE), advice("Offer")),
                told(
                        Target.of(TOOLS, "createContext", CONTEXT, USER_MESSAGE, "dev.langchain4j.memory.ChatMemory"),
                        advice("Offer")),
                told(
                        Target.of(TOOLS, "refreshDynamicProviders", TOOLS + "Context", "java.util.List", CONTEXT),
                        advice("Offer")),
                told(
                        Target.of(
                                SERVICE + "DefaultAiServices$1",
                                "invoke",
                                "java.lang.reflect.Method",
                                "java.lang.Object[]",
                                CONTEXT),
                        call("AiService")),
                told(Target.of(SERVICE + "AiServiceTokenStream", "start"), call("TokenStream")),
                told(
                        Target.of(
                                SERVICE + "AiServiceStreamingResponseHandler",
                                "onCompleteResponse",
                                "dev.langchain4j.model.chat.response.ChatResponse"),
                        call("StreamedAnswer")),
                told(Target.of(MODEL, "chat", ASKED).andBelow(), advice("Answer")),
                told(
                        Target.of(MODEL, "chat", ASKED, "dev.langchain4j.model.chat.ChatRequestOptions")
                                .andBelow(),
                        advice("Answer")));
    }

    /** {@code executeWithContext}. */
    static final class Tool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site,
                @Advice.Argument(0) ToolExecutionRequest request,
                @Advice.Argument(1) InvocationContext context) {
            return RemitGate.tool(
                    site,
                    request,
                    context == null ? null : context.interfaceName(),
                    request.name(),
                    request.arguments(),
                    context == null
                            ? null
                            : "default".equals(context.chatMemoryId())
                                    ? context.invocationId()
                                    : context.chatMemoryId());
        }
    }

    /** A refusal goes back to the model as an error result. */
    static final class ToolResult {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter String refusal,
                @Advice.Return(readOnly = false) ToolExecutionResult result,
                @Advice.Thrown Throwable thrown) {
            if (refusal == null) {
                String text = null;
                try {
                    // What the model will read; whoever wrote the tool may say it, and fail, only now.
                    text = result == null ? null : result.resultText();
                } catch (RuntimeException e) {
                    text = null;
                }
                RemitGate.end(site, text, thrown);
            } else {
                result = ToolExecutionResult.builder()
                        .isError(true)
                        .resultText(refusal)
                        .build();
            }
        }
    }

    /** {@code execute}. */
    static final class OldTool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site, @Advice.Argument(0) ToolExecutionRequest request, @Advice.Argument(1) Object memoryId) {
            return RemitGate.tool(site, request, null, request.name(), request.arguments(), memoryId);
        }
    }

    /** What an old executor returns is what the model reads, so that is where the refusal stands. */
    static final class Text {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter String refusal,
                @Advice.Return(readOnly = false) String result,
                @Advice.Thrown Throwable thrown) {
            if (refusal == null) {
                RemitGate.end(site, result, thrown);
            } else {
                result = refusal;
            }
        }
    }

    /**
     * What an AI service offers the model for one message. What executes the tools is left as it is: LangChain4j gives up where a
     * model asks for a tool that it does not know, and one that was hidden may still be asked for and refused.
     */
    static final class Offer {
        @Advice.OnMethodExit
        static void exit(
                @Site int site,
                @Given InvocationContext context,
                @Advice.Return(readOnly = false) ToolServiceContext result) {
            if (context != null && result != null) {
                try {
                    List<ToolSpecification> shown = null;
                    for (ToolSpecification tool : result.effectiveTools()) {
                        if (RemitGate.hides(site, context.interfaceName(), tool.name())) {
                            if (shown == null) {
                                shown = new ArrayList<>(result.effectiveTools());
                            }
                            shown.remove(tool);
                        }
                    }
                    if (shown != null) {
                        result = result.toBuilder().effectiveTools(shown).build();
                    }
                } catch (NoSuchMethodError before112) {
                    // It is shown as it is.
                }
            }
        }
    }

    /** A call of an AI service: from here to its return an AI agent is at work. */
    static final class AiService {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(2) InvocationContext context) {
            if ("default".equals(context.chatMemoryId())) {
                RemitGate.run(site, context.interfaceName(), context.invocationId());
            } else {
                RemitGate.agent(site, context.interfaceName(), context.chatMemoryId());
            }
        }
    }

    /** A streaming AI service asks the model. */
    static final class TokenStream {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.FieldValue("invocationContext") InvocationContext context) {
            RemitGate.agent(
                    site,
                    context.interfaceName(),
                    "default".equals(context.chatMemoryId()) ? context.invocationId() : context.chatMemoryId());
        }
    }

    /** A streaming AI service has the model's whole answer, on the thread that it came in on: tools that it asks for are executed from here. */
    static final class StreamedAnswer {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site,
                @Advice.FieldValue("invocationContext") InvocationContext context,
                @Advice.Argument(0) ChatResponse response) {
            RemitGate.agent(
                    site,
                    context.interfaceName(),
                    "default".equals(context.chatMemoryId()) ? context.invocationId() : context.chatMemoryId());
            if (response != null
                    && response.aiMessage() != null
                    && response.aiMessage().hasToolExecutionRequests()) {
                String asked = null;
                try {
                    asked = context.userMessage() != null
                                    && context.userMessage().hasSingleText()
                            ? context.userMessage().singleText()
                            : null;
                } catch (NoSuchMethodError before113) {
                    asked = null;
                }
                RemitGate.turn(
                        site, response.aiMessage(), asked, response.aiMessage().text());
            }
        }
    }

    /** {@code chat}: the model's answer, which may ask for tools, and the user's last message before it. */
    static final class Answer {
        @Advice.OnMethodExit
        static void exit(
                @Site int site, @Advice.Argument(0) ChatRequest request, @Advice.Return ChatResponse response) {
            if (request != null
                    && response != null
                    && response.aiMessage() != null
                    && response.aiMessage().hasToolExecutionRequests()) {
                String prompt = null;
                for (ChatMessage message : request.messages()) {
                    if (message instanceof UserMessage user && user.hasSingleText()) {
                        prompt = user.singleText();
                    }
                }
                RemitGate.turn(
                        site, response.aiMessage(), prompt, response.aiMessage().text());
            }
        }
    }
}
