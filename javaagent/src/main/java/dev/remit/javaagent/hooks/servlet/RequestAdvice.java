package dev.remit.javaagent.hooks.servlet;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** A servlet serves a request, from here to its return. */
final class RequestAdvice {
    private RequestAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object request) {
        RemitGate.request(site, request);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
