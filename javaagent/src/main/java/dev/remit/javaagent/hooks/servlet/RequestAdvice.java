package dev.remit.javaagent.hooks.servlet;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** A servlet serves a request, from here to its return. */
final class RequestAdvice {
    private RequestAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Object enter(
            @Site int site,
            @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object request,
            @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) Object response) {
        return RemitGate.request(site, request, response);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Enter Object answered, @Advice.Thrown Throwable thrown) {
        if (answered == null) {
            RemitGate.end(site, null, thrown);
        }
    }
}
