package dev.remit.javaagent.hooks.okhttp;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import okhttp3.Request;

/**
 * A request's headers are written, in this form alone: redirects and retries are made of the request as it was before, and no interceptor
 * sees the token.
 */
final class HeaderAdvice {
    private HeaderAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(value = 0, readOnly = false) Request request) {
        final String token = RemitGate.taskToken(site);
        if (token != null) {
            request = request.newBuilder().header("Remit-Task", token).build();
        } else if (request.header("Remit-Task") != null) {
            request = request.newBuilder().removeHeader("Remit-Task").build();
        }
    }
}
