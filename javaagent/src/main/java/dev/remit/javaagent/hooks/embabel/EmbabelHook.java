package dev.remit.javaagent.hooks.embabel;

import static dev.remit.engine.Category.TOOL;

import com.embabel.agent.api.tool.DelegatingTool;
import com.embabel.agent.api.tool.Tool;
import com.embabel.agent.core.AgentProcess;
import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Tools are the implementations of {@code Tool}, whose two {@code call} methods hand the same text to each other. Embabel puts decorators
 * of its own around each, and takes those of Spring AI in; these are left alone, for each calls what another row guards: the tool itself,
 * which has its own name and is known by where it comes from. An annotated method is known by its object's class, the application's own
 * kind of tool, or decorator, by its class, and {@code embabel} is what a function and each tool of Embabel's own comes from.
 *
 * <p>A process of an agent is its work, and its session. Where Spring AI runs the loop, as for a stream, every tool is shown.
 *
 * <p>Embabel's class files are of Java 21, which the compiler here does not read: {@code src/stubs} declares what the advice names.
 */
public final class EmbabelHook extends LibraryHook {
    /** What wraps a tool and is no decorator by its type. */
    static final String WRAPPERS = "com.embabel.agent.core.support.RenamedTool"
            + " com.embabel.agent.spi.support.springai.SpringToolCallbackWrapper"
            + " com.embabel.agent.api.tool.agentic.playbook.ConditionalTool"
            + " com.embabel.agent.api.tool.agentic.playbook.StateTrackingTool"
            + " com.embabel.agent.api.tool.agentic.state.GlobalStateTool"
            + " com.embabel.agent.api.tool.agentic.state.StateBoundTool";

    private static final String EMBABEL = "com.embabel.agent.";
    private static final String TOOL_TYPE = EMBABEL + "api.tool.Tool";
    private static final String METHOD_TOOL = EMBABEL + "api.tool.MethodTool";
    private static final String TEXT = "java.lang.String";
    private static final String CONTEXT = EMBABEL + "api.tool.ToolCallContext";

    /** The table of Embabel. */
    public EmbabelHook() {
        super("Embabel", List.of("0.5."), "embabel-agent-api");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                decided(TOOL, Target.of(TOOL_TYPE, "call", TEXT).andBelow(), call("OneTool", "Result")),
                decided(TOOL, Target.of(TOOL_TYPE, "call", TEXT, CONTEXT).andBelow(), call("OneTool", "Result")),
                decided(TOOL, Target.of(METHOD_TOOL, "callWithContext", TEXT, CONTEXT), call("MethodTool", "Result")),
                told(Target.of(EMBABEL + "core.support.AbstractAgentProcess", "tick"), call("AgentAtWork")),
                told(
                        Target.of(EMBABEL + "spi.loop.LlmMessageSender", "call", "java.util.List", "java.util.List")
                                .andBelow(),
                        advice("Offer")));
    }

    /** A tool of whatever kind. */
    static final class OneTool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable String enter(@Site int site, @Advice.This Tool tool, @Advice.Argument(0) String input) {
            final String kind = tool.getClass().getName();
            final boolean own = kind.startsWith("com.embabel.");
            if (own && (tool instanceof DelegatingTool || EmbabelHook.WRAPPERS.contains(kind))) {
                RemitGate.resume(site, null);
                return null;
            }
            return RemitGate.tool(
                    site, input, own ? "embabel" : kind, tool.getDefinition().getName(), input, null);
        }
    }

    /** A method that is a tool: both of its {@code call} end here. */
    static final class MethodTool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable String enter(
                @Site int site,
                @Advice.This Tool tool,
                @Advice.FieldValue("instance") Object instance,
                @Advice.Argument(0) String input) {
            return RemitGate.tool(
                    site,
                    input,
                    instance.getClass().getName(),
                    tool.getDefinition().getName(),
                    input,
                    null);
        }
    }

    /** A refusal is a tool's own kind of error: the loop gives it to the model and goes on. */
    static final class Result {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter String refusal,
                @Advice.Return(readOnly = false) Tool.Result result,
                @Advice.Thrown Throwable thrown) {
            if (refusal != null) {
                result = Tool.Result.error(refusal);
            } else if (result instanceof Tool.Result.Text text) {
                RemitGate.end(site, text.getContent(), thrown);
            } else if (result instanceof Tool.Result.WithArtifact with) {
                RemitGate.end(site, with.getContent(), thrown);
            } else if (result instanceof Tool.Result.Error error) {
                RemitGate.end(site, error.getMessage(), error.getCause());
            } else {
                RemitGate.end(site, null, thrown);
            }
        }
    }

    /** A step of an agent's process: from here to its return the agent is at work. */
    static final class AgentAtWork {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This AgentProcess process) {
            RemitGate.agent(site, process.getAgent().getName(), process.getId());
        }
    }

    /**
     * What the loop offers the model. It keeps every tool, and one that was hidden may still be asked for and refused. A tool whose own name
     * and origin are not plain to see is shown.
     */
    static final class Offer {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(value = 1, readOnly = false) List<Tool> tools) {
            if (tools != null) {
                List<Tool> shown = null;
                for (Tool offered : tools) {
                    Tool tool = offered;
                    String kind = tool.getClass().getName();
                    while (tool instanceof DelegatingTool decorator && kind.startsWith("com.embabel.")) {
                        tool = decorator.getDelegate();
                        kind = tool.getClass().getName();
                    }
                    if (EmbabelHook.WRAPPERS.contains(kind)) {
                        continue;
                    }
                    String toolset = kind.startsWith("com.embabel.") ? "embabel" : kind;
                    if (kind.equals("com.embabel.agent.api.tool.JavaMethodTool")
                            || kind.equals("com.embabel.agent.api.tool.KotlinMethodTool")) {
                        try {
                            final Field instance =
                                    tool.getClass().getSuperclass().getDeclaredField("instance");
                            instance.setAccessible(true);
                            toolset = instance.get(tool).getClass().getName();
                        } catch (ReflectiveOperationException e) {
                            continue;
                        }
                    }
                    if (RemitGate.hides(site, toolset, tool.getDefinition().getName())) {
                        if (shown == null) {
                            shown = new ArrayList<>(tools);
                        }
                        shown.remove(offered);
                    }
                }
                if (shown != null) {
                    tools = shown;
                }
            }
        }
    }
}
