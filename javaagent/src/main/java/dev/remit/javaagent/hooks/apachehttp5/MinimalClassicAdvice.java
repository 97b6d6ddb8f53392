package dev.remit.javaagent.hooks.apachehttp5;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;

/** A request of the minimal classic client, which follows no redirect. A refusal has the form that the full client gives it. */
final class MinimalClassicAdvice {
    private MinimalClassicAdvice() {}

    @Advice.OnMethodEnter
    static void enter(
            @Site int site, @Advice.Argument(0) HttpHost target, @Advice.Argument(1) ClassicHttpRequest request)
            throws ClientProtocolException {
        final String refusal = RemitGate.http(
                site,
                request,
                request.getMethod(),
                target.getSchemeName(),
                target.getHostName(),
                target.getPort(),
                request.getPath());
        if (refusal != null) {
            throw new ClientProtocolException(refusal, new HttpException(refusal));
        }
        request.removeHeaders("Remit-Task");
        final String token = RemitGate.taskToken(site);
        if (token != null) {
            request.setHeader("Remit-Task", token);
        }
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
