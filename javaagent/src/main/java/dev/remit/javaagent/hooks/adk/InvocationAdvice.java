package dev.remit.javaagent.hooks.adk;

import com.google.adk.agents.InvocationContext;
import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;

/** An agent that begins makes the context of its run: whose work it is goes with that. */
final class InvocationAdvice {
    private InvocationAdvice() {}

    @Advice.OnMethodExit
    static void exit(@Site int site, @Advice.Return InvocationContext context) {
        RemitGate.carry(site, context);
    }
}
