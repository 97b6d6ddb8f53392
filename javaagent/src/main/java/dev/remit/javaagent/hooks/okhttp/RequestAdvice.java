package dev.remit.javaagent.hooks.okhttp;

import dev.remit.javaagent.weave.Site;
import java.io.IOException;
import net.bytebuddy.asm.Advice;
import okhttp3.Interceptor;

/** A request on its way out. A refusal is an {@link IOException}; no connection has failed, so OkHttp does not try again. */
final class RequestAdvice {
    private RequestAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(0) Interceptor.Chain chain) throws IOException {
        final String refusal = RemitGate.http(
                site,
                chain.call(),
                chain.request().method(),
                chain.request().url().scheme(),
                chain.request().url().host(),
                chain.request().url().port(),
                chain.request().url().toString());
        if (refusal != null) {
            throw new IOException(refusal);
        }
        RemitGate.carry(site, chain.call());
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
