package dev.remit.javaagent.hooks.semantickernel;

import static dev.remit.engine.Category.TOOL;

import com.microsoft.semantickernel.contextvariables.ContextVariable;
import com.microsoft.semantickernel.orchestration.FunctionResult;
import com.microsoft.semantickernel.semanticfunctions.KernelFunction;
import com.microsoft.semantickernel.semanticfunctions.KernelFunctionArguments;
import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.hooks.reactor.ReactorHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import reactor.core.publisher.Mono;

/**
 * Every function is a tool, prompts too: a model can ask for each that is in a plugin. The toolset is {@code semantic-kernel/} and the
 * plugin's name, where the function knows it; a prompt never does, and is known by its class. A refusal is an error of the function, of
 * which the model is told. What a model gives as arguments the framework hands on as texts, numbers too.
 */
public final class SemanticKernelHook extends LibraryHook {
    private static final String KERNEL = "com.microsoft.semantickernel.";

    /** The table of Semantic Kernel. */
    public SemanticKernelHook() {
        super("Semantic Kernel", List.of("1.3+"), "semantickernel-api");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(decided(
                TOOL,
                Target.of(
                                KERNEL + "semanticfunctions.KernelFunction",
                                "invokeAsync",
                                KERNEL + "Kernel",
                                KERNEL + "semanticfunctions.KernelFunctionArguments",
                                KERNEL + "contextvariables.ContextVariableType",
                                KERNEL + "orchestration.InvocationContext")
                        .andBelow(),
                call("Tool", "Refused"),
                advice(ReactorHook.MONO)));
    }

    /** A function of whatever kind. */
    static final class Tool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site,
                @Advice.This KernelFunction<?> function,
                @Advice.Argument(1) KernelFunctionArguments arguments) {
            final String plugin = function.getPluginName();
            Map<String, Object> values = null;
            if (arguments != null) {
                values = new HashMap<>();
                for (Map.Entry<String, ContextVariable<?>> each : arguments.entrySet()) {
                    values.put(
                            each.getKey(),
                            each.getValue() == null ? null : each.getValue().getValue());
                }
            }
            return RemitGate.tool(
                    site,
                    arguments,
                    plugin == null || plugin.isEmpty()
                            ? function.getClass().getName()
                            : "semantic-kernel/".concat(plugin),
                    function.getName(),
                    values,
                    null);
        }
    }

    /** A refusal is the function's own kind of error. */
    static final class Refused {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Enter String refusal, @Advice.Return(readOnly = false) Mono<FunctionResult<?>> result) {
            if (refusal != null) {
                result = Mono.error(new SecurityException(refusal));
            }
        }
    }
}
