package dev.remit.javaagent.hooks.openai;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** A request is ready: it is the doing of whoever asked for it. */
final class PreparedAdvice {
    private PreparedAdvice() {}

    @Advice.OnMethodExit
    static void exit(@Site int site, @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object request) {
        RemitGate.carry(site, request);
    }
}
