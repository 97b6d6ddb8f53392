package dev.remit.javaagent.hooks.agentscope;

import static dev.remit.engine.Category.TOOL;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.hooks.reactor.ReactorHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import io.agentscope.core.agent.Agent;
import io.agentscope.core.agent.RuntimeContext;
import io.agentscope.core.message.ToolResultBlock;
import io.agentscope.core.tool.AgentTool;
import io.agentscope.core.tool.ToolCallParam;
import java.lang.reflect.Method;
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
                        advice(ReactorHook.MONO)));
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
