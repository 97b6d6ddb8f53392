package dev.remit.javaagent.hooks.reactor;

import dev.remit.javaagent.weave.Site;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import reactor.core.CoreSubscriber;

/** A stream is subscribed to: the work in the subscriber's context goes on here, or what is carried under the function. */
final class StreamAdvice {
    private StreamAdvice() {}

    @Advice.OnMethodEnter
    static void enter(
            @Site int site,
            @Advice.Argument(0) CoreSubscriber<?> subscriber,
            @Advice.FieldValue("sourceFactory") Function<?, ?> source) {
        RemitGate.resume(site, subscriber.currentContext().<Object>getOrDefault(ReactorHook.WORK, source));
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
