package dev.remit.javaagent.hooks.apachehttp5;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.HttpRequest;

/**
 * A request of a classic client is about to be written, within its hop: once more for each challenge to authenticate, and a task's token
 * is good once. What it has of a redirecting host, or of the application, is not taken along.
 */
final class ClassicHeaderAdvice {
    private ClassicHeaderAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(0) HttpRequest request) {
        request.removeHeaders("Remit-Task");
        final String token = RemitGate.taskToken(site);
        if (token != null) {
            request.setHeader("Remit-Task", token);
        }
    }
}
