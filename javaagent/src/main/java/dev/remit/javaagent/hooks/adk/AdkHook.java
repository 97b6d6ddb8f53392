package dev.remit.javaagent.hooks.adk;

import static dev.remit.engine.Category.TOOL;

import com.google.adk.agents.BaseAgent;
import com.google.adk.agents.InvocationContext;
import com.google.adk.events.Event;
import com.google.adk.models.LlmRequest;
import com.google.adk.tools.BaseTool;
import com.google.adk.tools.FunctionTool;
import com.google.adk.tools.ToolContext;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.hooks.rxjava.RxJavaHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.BiConsumer;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.functions.Supplier;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;

/**
 * Tools are the implementations of {@code BaseTool#runAsync}, and the streaming ones of live agents {@code FunctionTool#callLive}.
 * Those of MCP servers are left to the MCP client, which knows the server: here they are the agent's work.
 *
 * <p>A run of an agent is a stream that is subscribed to once and goes on wherever its model, its session's store or a tool answers.
 * An agent makes an invocation context of its own when it begins, and hands it to every step: whose work it is goes with that.
 * Resumed with it on whatever thread are the question to the model, the tools that one answer asks for, and each of these; so is
 * what an agent that another one hands over to begins in the course of.
 */
public final class AdkHook extends LibraryHook {
    private static final String ADK = "com.google.adk.";
    private static final String RUNNER = ADK + "runner.Runner";
    private static final String AGENT = ADK + "agents.BaseAgent";
    private static final String FLOWS = ADK + "flows.llmflows.";
    private static final String FUNCTIONS = FLOWS + "Functions";
    private static final String TOOL_CONTEXT = ADK + "tools.ToolContext";
    private static final String BASE_TOOL = ADK + "tools.BaseTool";
    private static final String FUNCTION_TOOL = ADK + "tools.FunctionTool";
    private static final String INVOCATION = ADK + "agents.InvocationContext";
    private static final String EVENT = ADK + "events.Event";
    private static final String RUN_CONFIG = ADK + "agents.RunConfig";
    private static final String LIVE_QUEUE = ADK + "agents.LiveRequestQueue";
    private static final String GENAI = "com.google.genai.types.";
    private static final String TEXT = "java.lang.String";
    private static final String MAP = "java.util.Map";
    private static final String MCP_TOOL = ADK + "tools.mcp.McpTool";
    private static final String MCP_ASYNC_TOOL = ADK + "tools.mcp.McpAsyncTool";

    /** The table of Google's ADK. */
    public AdkHook() {
        super("Google ADK", List.of("1."), "google-adk");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                decided(
                        TOOL,
                        Target.of(BASE_TOOL, "runAsync", MAP, TOOL_CONTEXT).andBelow(MCP_TOOL, MCP_ASYNC_TOOL),
                        call("Tool", "Refused"),
                        advice(RxJavaHook.SINGLE)),
                // A class that has a row of its own has no other.
                decided(
                        TOOL,
                        Target.of(FUNCTION_TOOL, "runAsync", MAP, TOOL_CONTEXT),
                        call("MethodTool", "Refused"),
                        advice("MethodResult")),
                decided(
                        TOOL,
                        Target.of(FUNCTION_TOOL, "callLive", MAP, TOOL_CONTEXT, INVOCATION),
                        call("LiveTool", "LiveRefused"),
                        advice(RxJavaHook.FLOWABLE)),
                told(Target.of(MCP_TOOL, "runAsync", MAP, TOOL_CONTEXT), call("McpTool", RxJavaHook.SINGLE_WORK)),
                told(Target.of(MCP_ASYNC_TOOL, "runAsync", MAP, TOOL_CONTEXT), call("McpTool", RxJavaHook.SINGLE_WORK)),
                told(
                        Target.of(RUNNER, "runAsync", TEXT, TEXT, GENAI + "Content", RUN_CONFIG, MAP),
                        call("Runner", RxJavaHook.FLOWABLE_WORK)),
                told(
                        Target.of(RUNNER, "runLive", TEXT, TEXT, LIVE_QUEUE, RUN_CONFIG),
                        call("Runner", RxJavaHook.FLOWABLE_WORK)),
                agent("runAsync"),
                agent("runLive"),
                told(Target.of(AGENT, "createInvocationContext", INVOCATION), advice("Invocation")),
                told(
                        Target.of(
                                FLOWS + "BaseLlmFlow",
                                "callLlm",
                                "io.opentelemetry.context.Context",
                                INVOCATION,
                                ADK + "models.LlmRequest",
                                EVENT),
                        call("Model", RxJavaHook.FLOWABLE_WORK)),
                told(
                        Target.of(BASE_TOOL, "processLlmRequest", ADK + "models.LlmRequest$Builder", TOOL_CONTEXT),
                        call("Offered", "Hidden")),
                told(Target.of(FUNCTIONS, "handleFunctionCalls", INVOCATION, EVENT, MAP, MAP), call("ToolRound")),
                told(Target.of(FUNCTIONS, "handleFunctionCallsLive", INVOCATION, EVENT, MAP, MAP), call("ToolRound")),
                told(Target.of(FUNCTIONS, "callTool", BASE_TOOL, MAP, TOOL_CONTEXT), call("Call")),
                told(
                        Target.of(
                                FUNCTIONS,
                                "processFunctionLive",
                                INVOCATION,
                                BASE_TOOL,
                                TOOL_CONTEXT,
                                GENAI + "FunctionCall",
                                MAP),
                        call("Resumed")));
    }

    /** An agent is run, in the course of the work that its parent's context stands for. */
    private CallSite agent(String method) {
        return told(Target.of(AGENT, method, INVOCATION), call("Resumed"), call("Agent", RxJavaHook.FLOWABLE_WORK));
    }

    /** A tool of whatever kind, known by its class. */
    static final class Tool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site,
                @Advice.This BaseTool tool,
                @Advice.Argument(0) Map<String, Object> arguments,
                @Advice.Argument(1) ToolContext context) {
            final InvocationContext invocation = context == null ? null : context.invocationContext();
            return RemitGate.tool(
                    site,
                    arguments,
                    tool.getClass().getName(),
                    tool.name(),
                    arguments,
                    invocation == null || invocation.session() == null
                            ? null
                            : invocation.session().id());
        }
    }

    /** A refusal is the tool's own kind of error, which goes back to the model. */
    static final class Refused {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Enter String refusal, @Advice.Return(readOnly = false) Single<Map<String, Object>> result) {
            if (refusal != null) {
                result = Single.just(Map.of("error", refusal));
            }
        }
    }

    /** A method that is a tool: it comes from the class that declares it. */
    static final class MethodTool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site,
                @Advice.This FunctionTool tool,
                @Advice.Argument(0) Map<String, Object> arguments,
                @Advice.Argument(1) ToolContext context) {
            final InvocationContext invocation = context == null ? null : context.invocationContext();
            return RemitGate.tool(
                    site,
                    arguments,
                    tool.func().getDeclaringClass().getName(),
                    tool.name(),
                    arguments,
                    invocation == null || invocation.session() == null
                            ? null
                            : invocation.session().id());
        }
    }

    /** As {@link RxJavaHook#SINGLE}, where the method returns something to be subscribed to; else it has run. */
    static final class MethodResult {
        @SuppressWarnings("unchecked") // the gate's objects are of the shapes that using and doOnEvent take
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.This FunctionTool tool,
                @Advice.AllArguments Object[] arguments,
                @Advice.Return(readOnly = false) Single<Object> result,
                @Advice.Thrown Throwable thrown) {
            if (thrown != null
                    || !Single.class.isAssignableFrom(tool.func().getReturnType())
                            && !Maybe.class.isAssignableFrom(tool.func().getReturnType())) {
                RemitGate.end(site, null, thrown);
            } else {
                final Object ending = RemitGate.endLater(site, null, null);
                final BiConsumer<Object, Throwable> ended = (BiConsumer<Object, Throwable>) Proxy.newProxyInstance(
                        Single.class.getClassLoader(), new Class<?>[] {BiConsumer.class}, (InvocationHandler) ending);
                final Object subscribed = Proxy.newProxyInstance(
                        Single.class.getClassLoader(),
                        new Class<?>[] {Supplier.class, Function.class, Consumer.class},
                        (InvocationHandler) RemitGate.subscribed(
                                site, ending, result.doOnEvent(ended), tool, "runAsync", arguments));
                result = Single.using(
                        (Supplier<Object>) subscribed, (Function<Object, Single<Object>>) subscribed, (Consumer<Object>)
                                subscribed);
            }
        }
    }

    /** A tool of a live agent that streams. */
    static final class LiveTool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site,
                @Advice.This FunctionTool tool,
                @Advice.Argument(0) Map<String, Object> arguments,
                @Advice.Argument(2) InvocationContext invocation) {
            return RemitGate.tool(
                    site,
                    arguments,
                    tool.func().getDeclaringClass().getName(),
                    tool.name(),
                    arguments,
                    invocation == null || invocation.session() == null
                            ? null
                            : invocation.session().id());
        }
    }

    /** As {@link Refused}: the stream's only result. */
    static final class LiveRefused {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Enter String refusal, @Advice.Return(readOnly = false) Flowable<Map<String, Object>> result) {
            if (refusal != null) {
                result = Flowable.just(Map.of("error", refusal));
            }
        }
    }

    /** A tool of an MCP server: whose work it is goes with its result's subscription, under which the MCP client calls it. */
    static final class McpTool {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(1) ToolContext context) {
            final InvocationContext invocation = context == null ? null : context.invocationContext();
            RemitGate.agent(
                    site,
                    invocation == null || invocation.agent() == null
                            ? null
                            : invocation.agent().name(),
                    invocation == null || invocation.session() == null
                            ? null
                            : invocation.session().id());
        }
    }

    /** A runner answers a message in a session: its root agent's work, when the answer is subscribed to. */
    static final class Runner {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site, @Advice.FieldValue("agent") BaseAgent agent, @Advice.Argument(1) String sessionId) {
            RemitGate.agent(site, agent == null ? null : agent.name(), sessionId);
        }
    }

    /** Begun in the session of its parent. */
    static final class Agent {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site, @Advice.This BaseAgent agent, @Advice.Argument(0) InvocationContext parentContext) {
            RemitGate.agent(
                    site,
                    agent.name(),
                    parentContext == null || parentContext.session() == null
                            ? null
                            : parentContext.session().id());
        }
    }

    /** An agent that begins makes the context of its run: whose work it is goes with that. */
    static final class Invocation {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.Return InvocationContext context) {
            RemitGate.carry(site, context);
        }
    }

    /** The work that an invocation's context stands for goes on: an agent's that runs another, or a live one's that calls a tool. */
    static final class Resumed {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(0) InvocationContext context) {
            RemitGate.resume(site, context);
        }
    }

    /** A step of an agent asks its model, when it is subscribed to. */
    static final class Model {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(1) InvocationContext context) {
            RemitGate.resume(site, context);
        }
    }

    /**
     * A tool puts itself into the request to a model. Those of MCP servers are shown, whose calls the client decides; so are a function
     * tool's own kinds, which may be called as tools of their class or of the method's.
     */
    static final class Offered {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Site int site, @Advice.This BaseTool tool, @Advice.Argument(1) ToolContext context) {
            for (Class<?> type = tool.getClass(); type != null; type = type.getSuperclass()) {
                if (type.getName().startsWith("com.google.adk.tools.mcp.")) {
                    return false;
                }
            }
            String toolset = tool.getClass().getName();
            if (tool instanceof FunctionTool method) {
                if (tool.getClass() != FunctionTool.class) {
                    return false;
                }
                toolset = method.func().getDeclaringClass().getName();
            }
            RemitGate.resume(site, context == null ? null : context.invocationContext());
            final boolean hidden = RemitGate.hides(site, toolset, tool.name());
            RemitGate.end(site, null, null);
            return hidden;
        }
    }

    /** What calls a hidden tool finds it all the same, and is refused. */
    static final class Hidden {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Enter boolean hidden,
                @Advice.This BaseTool tool,
                @Advice.Argument(0) LlmRequest.Builder request,
                @Advice.Return(readOnly = false) Completable result) {
            if (hidden) {
                request.appendTools(List.of(tool));
                result = Completable.complete();
            }
        }
    }

    /** The model has asked for tools: those that are called with this context from now on are this answer's. */
    static final class ToolRound {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site, @Advice.Argument(0) InvocationContext context, @Advice.Argument(1) Event answer) {
            RemitGate.resume(site, context);
            if (context != null && answer != null) {
                // Not by what Content offers, which warns in the log of every part that is no text.
                String prompt = null;
                String said = null;
                for (int i = 0; i < 2; i++) {
                    final Content content = (i == 0 ? context.userContent() : answer.content()).orElse(null);
                    String text = null;
                    if (content != null && content.parts().isPresent()) {
                        for (Part part : content.parts().get()) {
                            if (part.text().isPresent() && !part.thought().orElse(false)) {
                                text = text == null
                                        ? part.text().get()
                                        : text.concat(part.text().get());
                            }
                        }
                    }
                    if (i == 0) {
                        prompt = text;
                    } else {
                        said = text;
                    }
                }
                RemitGate.turn(site, answer, prompt, said);
            }
            RemitGate.carry(site, context);
        }
    }

    /** An agent calls a tool, on whatever thread; the tool's own row decides. */
    static final class Call {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(2) ToolContext context) {
            RemitGate.resume(site, context == null ? null : context.invocationContext());
        }
    }
}
