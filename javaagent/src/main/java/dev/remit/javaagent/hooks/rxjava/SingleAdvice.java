package dev.remit.javaagent.hooks.rxjava;

import dev.remit.javaagent.weave.Site;
import io.reactivex.rxjava3.functions.Function;
import java.lang.reflect.Proxy;
import net.bytebuddy.asm.Advice;

/** A single is subscribed to: the work that is carried under the operator's function goes on here. */
final class SingleAdvice {
    private SingleAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.FieldValue("singleFunction") Function<?, ?> source) {
        RemitGate.resume(site, source instanceof Proxy ? Proxy.getInvocationHandler(source) : source);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
