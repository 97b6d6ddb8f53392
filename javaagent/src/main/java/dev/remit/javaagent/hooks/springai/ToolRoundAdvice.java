package dev.remit.javaagent.hooks.springai;

import dev.remit.javaagent.hooks.reactor.ReactorHook;
import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;

/** The tools that one answer of the model asks for. A streaming client executes them on a thread of its own. */
final class ToolRoundAdvice {
    private ToolRoundAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site) {
        RemitGate.resume(site, ToolCallReactiveContextHolder.getContext().<Object>getOrDefault(ReactorHook.WORK, null));
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
