package dev.remit.javaagent.hooks.adk;

import com.google.adk.agents.InvocationContext;
import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;

/** A live agent calls a tool, or starts one that streams; the tool's own row decides. */
final class LiveCallAdvice {
    private LiveCallAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(0) InvocationContext context) {
        RemitGate.resume(site, context);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
