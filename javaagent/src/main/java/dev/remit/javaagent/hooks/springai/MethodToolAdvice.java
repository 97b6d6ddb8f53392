package dev.remit.javaagent.hooks.springai;

import dev.remit.javaagent.weave.Site;
import java.lang.reflect.Method;
import net.bytebuddy.asm.Advice;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;

/** A method that is a tool: it comes from the class that declares it. Its other {@code call} only calls this one. */
final class MethodToolAdvice {
    private MethodToolAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static String enter(
            @Site int site,
            @Advice.This ToolCallback callback,
            @Advice.FieldValue("toolMethod") Method method,
            @Advice.Argument(0) String input,
            @Advice.Argument(1) ToolContext context) {
        return RemitGate.tool(
                site,
                input,
                method.getDeclaringClass().getName(),
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
