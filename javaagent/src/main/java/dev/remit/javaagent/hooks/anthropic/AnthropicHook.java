package dev.remit.javaagent.hooks.anthropic;

import static dev.remit.engine.Category.TOOL;

import com.anthropic.core.JsonField;
import com.anthropic.core.ObjectMappers;
import com.anthropic.helpers.BetaMemoryToolHandler;
import com.anthropic.models.beta.messages.BetaTool;
import com.anthropic.models.beta.messages.BetaToolResultBlockParam;
import com.anthropic.models.beta.messages.BetaToolUseBlockParam;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.util.List;
import net.bytebuddy.asm.Advice;

/**
 * The tool runner's tools, and the memory tool, which is none of those: the runner hands its commands to the application's handler.
 * A refusal is thrown. The runner gives the model the exception's message as the tool's error, and goes on. The toolset is the class
 * that declares the tool's arguments, or the handler's; {@code anthropic-java} for a tool that is given as a schema and a function.
 */
public final class AnthropicHook extends LibraryHook {
    private static final String HELPERS = "com.anthropic.helpers.";
    private static final String BETA = "com.anthropic.models.beta.messages.";

    /** The table of Anthropic's SDK. */
    public AnthropicHook() {
        super("Anthropic Java", List.of("3."), "anthropic-java-core");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                decided(
                        TOOL,
                        Target.of(
                                HELPERS + "BetaRunnableTool",
                                "run$anthropic_java_core",
                                "com.anthropic.core.JsonField"),
                        call("Tool", "Result")),
                decided(
                        TOOL,
                        Target.of(
                                HELPERS + "BetaToolRunner",
                                "generateMemoryToolUseResult",
                                BETA + "BetaToolUseBlockParam",
                                BETA + "BetaMemoryTool20250818Command",
                                HELPERS + "BetaMemoryToolHandler"),
                        call("Memory")));
    }

    /** A tool, whether a class or a schema says what its arguments are. */
    static final class Tool {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site,
                @Advice.FieldValue("definition") BetaTool tool,
                @Advice.FieldValue("parametersType") Class<?> arguments,
                @Advice.Argument(0) JsonField<?> input)
                throws JsonProcessingException {
            final String refusal = RemitGate.tool(
                    site,
                    input,
                    arguments == null ? "anthropic-java" : arguments.getName(),
                    tool.name(),
                    ObjectMappers.jsonMapper().writeValueAsString(input),
                    null);
            if (refusal != null) {
                throw new SecurityException(refusal);
            }
        }
    }

    /** What the model will read, where it is text. */
    static final class Result {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Return BetaToolResultBlockParam.Content result,
                @Advice.Thrown Throwable thrown) {
            RemitGate.end(site, result != null && result.isString() ? result.asString() : null, thrown);
        }
    }

    /** A command for the application's memory. */
    static final class Memory {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site,
                @Advice.Argument(0) BetaToolUseBlockParam call,
                @Advice.Argument(2) BetaMemoryToolHandler handler)
                throws JsonProcessingException {
            final String refusal = RemitGate.tool(
                    site,
                    call,
                    handler.getClass().getName(),
                    call.name(),
                    ObjectMappers.jsonMapper().writeValueAsString(call._input()),
                    null);
            if (refusal != null) {
                throw new SecurityException(refusal);
            }
        }
    }
}
