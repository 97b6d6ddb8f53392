package dev.remit.javaagent.hooks.apachehttp5;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;

/**
 * A hop of a classic client. It goes where its route goes, whatever authority the request names. A refusal is an
 * {@link HttpException}, which the client does not retry and gives to its caller as a {@code ClientProtocolException}.
 */
final class ClassicAdvice {
    private ClassicAdvice() {}

    @Advice.OnMethodEnter
    static void enter(
            @Site int site, @Advice.Argument(0) ClassicHttpRequest request, @Advice.Argument(1) ExecChain.Scope scope)
            throws HttpException {
        final String refusal = RemitGate.http(
                site,
                scope.exchangeId,
                request.getMethod(),
                scope.route.getTargetHost().getSchemeName(),
                scope.route.getTargetHost().getHostName(),
                scope.route.getTargetHost().getPort(),
                request.getPath());
        if (refusal != null) {
            throw new HttpException(refusal);
        }
        RemitGate.carry(site, scope.exchangeId);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
