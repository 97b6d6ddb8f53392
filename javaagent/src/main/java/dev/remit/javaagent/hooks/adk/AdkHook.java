package dev.remit.javaagent.hooks.adk;

import static dev.remit.engine.Category.TOOL;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * Tools are the implementations of {@code BaseTool#runAsync}, and the streaming ones of live agents {@code FunctionTool#callLive}.
 * Those of MCP servers are left to the MCP client, which knows the server: here they are the agent's work.
 *
 * <p>A run of an agent is a stream that is subscribed to once and goes on wherever its model, its session's store or a tool answers.
 * An agent makes an invocation context of its own when it begins, and hands it to every step: whose work it is goes with that.
 * Resumed with it on whatever thread are the question to the model, the tools that one answer asks for, and each of these; so is
 * what an agent that another one hands over to begins in the course of.
 */
public final class AdkHook implements Hook {
    private static final String HERE = "dev.remit.javaagent.hooks.adk.";
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
    private static final String TEXT = "java.lang.String";
    private static final String MAP = "java.util.Map";
    private static final String[] MCP_TOOLS = {ADK + "tools.mcp.McpTool", ADK + "tools.mcp.McpAsyncTool"};
    private static final List<String> CALL = List.of(MAP, TOOL_CONTEXT);
    private static final List<String> ROUND = List.of(INVOCATION, EVENT, MAP, MAP);

    @Override
    public String library() {
        return "Google ADK";
    }

    @Override
    public List<String> jars() {
        return List.of("google-adk");
    }

    @Override
    public List<String> versions() {
        return List.of("1.");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                CallSite.advice(TOOL, BASE_TOOL, "runAsync", CALL, HERE + "ToolAdvice")
                        .andSubtypes(MCP_TOOLS),
                // A class that has a row of its own has no other.
                CallSite.advice(TOOL, FUNCTION_TOOL, "runAsync", CALL, HERE + "FunctionToolAdvice"),
                CallSite.advice(
                        TOOL,
                        FUNCTION_TOOL,
                        "callLive",
                        List.of(MAP, TOOL_CONTEXT, INVOCATION),
                        HERE + "LiveToolAdvice"),
                CallSite.agentScope(MCP_TOOLS[0], "runAsync", CALL, HERE + "McpToolAdvice"),
                CallSite.agentScope(MCP_TOOLS[1], "runAsync", CALL, HERE + "McpToolAdvice"),
                CallSite.agentScope(
                        RUNNER,
                        "runAsync",
                        List.of(TEXT, TEXT, "com.google.genai.types.Content", RUN_CONFIG, MAP),
                        HERE + "RunnerAdvice"),
                CallSite.agentScope(
                        RUNNER, "runLive", List.of(TEXT, TEXT, LIVE_QUEUE, RUN_CONFIG), HERE + "RunnerAdvice"),
                CallSite.agentScope(AGENT, "runAsync", List.of(INVOCATION), HERE + "AgentAdvice"),
                CallSite.agentScope(AGENT, "runLive", List.of(INVOCATION), HERE + "AgentAdvice"),
                CallSite.agentScope(AGENT, "createInvocationContext", List.of(INVOCATION), HERE + "InvocationAdvice"),
                CallSite.agentScope(
                        FLOWS + "BaseLlmFlow",
                        "callLlm",
                        List.of("io.opentelemetry.context.Context", INVOCATION, ADK + "models.LlmRequest", EVENT),
                        HERE + "ModelAdvice"),
                CallSite.turn(FUNCTIONS, "handleFunctionCalls", ROUND, HERE + "ToolRoundAdvice"),
                CallSite.turn(FUNCTIONS, "handleFunctionCallsLive", ROUND, HERE + "ToolRoundAdvice"),
                CallSite.agentScope(FUNCTIONS, "callTool", List.of(BASE_TOOL, MAP, TOOL_CONTEXT), HERE + "CallAdvice"),
                CallSite.agentScope(
                        FUNCTIONS,
                        "processFunctionLive",
                        List.of(INVOCATION, BASE_TOOL, TOOL_CONTEXT, "com.google.genai.types.FunctionCall", MAP),
                        HERE + "LiveCallAdvice"));
    }
}
