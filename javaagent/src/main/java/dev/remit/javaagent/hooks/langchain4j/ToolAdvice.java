package dev.remit.javaagent.hooks.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;

/** {@code executeWithContext}: a refusal goes back to the model as an error result. */
final class ToolAdvice {
    private ToolAdvice() {}

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
                        : "default".equals(context.chatMemoryId()) ? context.invocationId() : context.chatMemoryId());
    }

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
