package dev.remit.javaagent.hooks.springai;

import dev.remit.javaagent.hooks.reactor.ReactorHook;
import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;

/** The tools that one answer of the model asks for. A streaming client executes them on a thread of its own. */
final class ToolRoundAdvice {
    private ToolRoundAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(0) Prompt prompt, @Advice.Argument(1) ChatResponse response) {
        RemitGate.resume(site, ToolCallReactiveContextHolder.getContext().<Object>getOrDefault(ReactorHook.WORK, null));
        if (prompt != null && response != null && response.getResult() != null) {
            RemitGate.turn(
                    site,
                    response,
                    prompt.getUserMessage().getText(),
                    response.getResult().getOutput().getText());
        }
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
