package dev.remit.javaagent.hooks.reactor;

import dev.remit.javaagent.weave.Site;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;

/** A call is subscribed to: the work that is carried under the operator's function goes on here. */
final class CallAdvice {
    private CallAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.FieldValue("sourceFactory") Function<?, ?> source) {
        RemitGate.resume(site, source);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
