package dev.remit.javaagent.hooks.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;

/** {@code execute}: what it returns is what the model reads, so that is where the refusal stands. */
final class OldToolAdvice {
    private OldToolAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static String enter(
            @Site int site, @Advice.Argument(0) ToolExecutionRequest request, @Advice.Argument(1) Object memoryId) {
        return RemitGate.tool(site, request, null, request.name(), request.arguments(), memoryId);
    }

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
