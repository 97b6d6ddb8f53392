package dev.remit.javaagent.hooks.methodtool;

import dev.remit.engine.Category;
import dev.remit.engine.NamedMethod;
import dev.remit.engine.config.ToolBinding;
import dev.remit.javaagent.weave.Advised;
import dev.remit.javaagent.weave.BoundTool;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.MethodTool;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Methods that the configuration makes tools, and whatever overrides them. */
public final class MethodToolHook implements Hook {
    private static final String ADVICE = "dev.remit.javaagent.hooks.methodtool.MethodToolHook$Tool";

    private final List<CallSite> sites = new ArrayList<>();

    /** @param bindings those of the configuration */
    public MethodToolHook(List<ToolBinding> bindings) {
        for (ToolBinding binding : bindings) {
            final NamedMethod method = binding.method();
            sites.add(tool(
                    method,
                    true,
                    new BoundTool(
                            method.className(),
                            binding.tool(),
                            method.parameters() == null ? null : String.join(",", method.parameters()),
                            binding.origin())));
        }
    }

    /** A method of the application, a call of which is a tool call. */
    static CallSite tool(NamedMethod method, boolean below, BoundTool tool) {
        return new CallSite(
                Category.TOOL,
                new Target(method.className(), method.method(), method.arguments(), below, List.of(), null, 0),
                new Advised(List.of(Advised.Advice.of(ADVICE)), tool));
    }

    @Override
    public Library library() {
        return Library.of("configured tools");
    }

    @Override
    public List<CallSite> callSites() {
        return sites;
    }

    /** A call of such a method; a refusal is a {@link SecurityException}, which fails the future where the method returns one. */
    static final class Tool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site,
                @MethodTool.Toolset String toolset,
                @MethodTool.Name String name,
                @MethodTool.Parameters String parameters,
                @Advice.AllArguments Object[] arguments) {
            return RemitGate.method(site, toolset, name, parameters, arguments);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter String refusal,
                @MethodTool.IsFuture boolean isFuture,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object result,
                @Advice.Thrown Throwable thrown) {
            if (refusal != null) {
                if (!isFuture) {
                    throw new SecurityException(refusal);
                }
                result = CompletableFuture.failedFuture(new SecurityException(refusal));
            } else if (result instanceof CompletionStage) {
                RemitGate.endLater(site, result, thrown);
            } else {
                RemitGate.end(site, result, thrown);
            }
        }
    }
}
