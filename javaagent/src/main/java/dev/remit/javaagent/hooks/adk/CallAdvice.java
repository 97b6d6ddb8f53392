package dev.remit.javaagent.hooks.adk;

import com.google.adk.tools.ToolContext;
import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;

/** An agent calls a tool, on whatever thread; the tool's own row decides. */
final class CallAdvice {
    private CallAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(2) ToolContext context) {
        RemitGate.resume(site, context == null ? null : context.invocationContext());
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
