package dev.remit.javaagent.hooks.springai;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;

/** A tool callback of whatever kind: what it returns is what the model reads, so that is where the refusal stands. */
final class ToolAdvice {
    private ToolAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static String enter(
            @Site int site,
            @Advice.This ToolCallback callback,
            @Advice.Argument(0) String input,
            @Advice.Argument(value = 1, optional = true) ToolContext context) {
        return RemitGate.tool(
                site,
                input,
                "spring-ai",
                callback.getToolDefinition().name(),
                input,
                context == null ? null : context.getContext().get(ChatMemory.CONVERSATION_ID));
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
            result = "{\"error\":\"".concat(refusal).concat("\"}");
        }
    }
}
