package dev.remit.javaagent.hooks.agentscope;

import static dev.remit.engine.Category.TOOL;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.hooks.reactor.ReactorHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import io.agentscope.core.ReActAgent;
import io.agentscope.core.agent.Agent;
import io.agentscope.core.agent.RuntimeContext;
import io.agentscope.core.message.ToolResultBlock;
import io.agentscope.core.model.ToolSchema;
import io.agentscope.core.tool.AgentTool;
import io.agentscope.core.tool.ToolCallParam;
import io.agentscope.core.tool.mcp.McpTool;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import reactor.core.publisher.Mono;

/**
 * Tools are the implementations of {@code AgentTool}. Those of MCP servers are left to the MCP client, which knows the server. A call says
 * which agent makes it, and in which session: where none is named it is the agent's own.
 */
public final class AgentScopeHook extends LibraryHook {
    private static final String CORE = "io.agentscope.core.";
    private static final String PARAM = CORE + "tool.ToolCallParam";
    private static final String RUNTIME = CORE + "agent.RuntimeContext";

    /** The table of AgentScope. */
    public AgentScopeHook() {
        super("AgentScope", List.of("2."), "agentscope-core");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                decided(
                        TOOL,
                        Target.of(CORE + "tool.AgentTool", "callAsync", PARAM)
                                .andBelow(CORE + "tool.mcp.McpTool")
                                .beside(RUNTIME),
                        call("AgentAtWork"),
                        call("Tool", "Refused"),
                        advice(ReactorHook.MONO)),
                // A class that has a row of its own has no other.
                decided(
                        TOOL,
                        Target.of(CORE + "tool.ReflectiveFunctionTool", "callAsync", PARAM)
                                .beside(RUNTIME),
                        call("AgentAtWork"),
                        call("MethodTool", "Refused"),
                        advice(ReactorHook.MONO)),
                told(
                        Target.of(
                                CORE + "ReActAgent$CallExecution",
                                "reasoningStream",
                                CORE + "agent.accumulator.ReasoningContext",
                                "java.util.List",
                                "java.util.List",
                                CORE + "model.GenerateOptions"),
                        advice("Offered")));
    }

    /** The work of the agent that makes the call, if one does. */
    static final class AgentAtWork {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(0) ToolCallParam param) {
            final Agent agent = param == null ? null : param.getAgent();
            if (agent == null) {
                RemitGate.resume(site, null);
            } else {
                final RuntimeContext context = param.getRuntimeContext();
                RemitGate.agent(
                        site,
                        agent.getName(),
                        context == null || context.getSessionId() == null
                                ? agent.getAgentId()
                                : context.getSessionId());
            }
        }
    }

    /** A tool of whatever kind, known by its class. */
    static final class Tool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.This AgentTool tool, @Advice.Argument(0) ToolCallParam param) {
            return RemitGate.tool(
                    site,
                    param,
                    tool.getClass().getName(),
                    tool.getName(),
                    param == null ? null : param.getInput(),
                    null);
        }
    }

    /** A method that is a tool: it comes from the class that declares it. */
    static final class MethodTool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site,
                @Advice.This AgentTool tool,
                @Advice.FieldValue("method") Method method,
                @Advice.Argument(0) ToolCallParam param) {
            return RemitGate.tool(
                    site,
                    param,
                    method.getDeclaringClass().getName(),
                    tool.getName(),
                    param == null ? null : param.getInput(),
                    null);
        }
    }

    /**
     * What an agent offers its model. Its toolkit keeps every tool, and one that was hidden may still be asked for and refused. Tools of MCP
     * servers are shown, whose calls the client decides.
     */
    static final class Offered {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site,
                @Advice.FieldValue("this$0") ReActAgent agent,
                @Advice.FieldValue("rc") RuntimeContext context,
                @Advice.Argument(value = 2, readOnly = false) List<ToolSchema> schemas) {
            if (schemas != null) {
                RemitGate.agent(
                        site,
                        agent.getName(),
                        context == null || context.getSessionId() == null
                                ? agent.getAgentId()
                                : context.getSessionId());
                List<ToolSchema> shown = null;
                for (ToolSchema schema : schemas) {
                    final AgentTool tool = agent.getToolkit() == null
                            ? null
                            : agent.getToolkit().getTool(schema.getName());
                    if (tool == null || tool instanceof McpTool) {
                        continue;
                    }
                    String toolset = tool.getClass().getName();
                    if (toolset.equals("io.agentscope.core.tool.ReflectiveFunctionTool")) {
                        try {
                            final Field method = tool.getClass().getDeclaredField("method");
                            method.setAccessible(true);
                            toolset = ((Method) method.get(tool))
                                    .getDeclaringClass()
                                    .getName();
                        } catch (ReflectiveOperationException e) {
                            continue;
                        }
                    }
                    if (RemitGate.hides(site, toolset, schema.getName())) {
                        if (shown == null) {
                            shown = new ArrayList<>(schemas);
                        }
                        shown.remove(schema);
                    }
                }
                if (shown != null) {
                    schemas = shown;
                }
                RemitGate.end(site, null, null);
            }
        }
    }

    /** A refusal is the tool's own kind of error, which goes back to the model. */
    static final class Refused {
        @Advice.OnMethodExit
        static void exit(@Advice.Enter String refusal, @Advice.Return(readOnly = false) Mono<ToolResultBlock> result) {
            if (refusal != null) {
                result = Mono.just(ToolResultBlock.error(refusal));
            }
        }
    }
}
