package dev.remit.javaagent.hooks.awssecretsmanager;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;

/** {@code getSecretValue}, synchronous: a refusal is thrown before the SDK's first attempt. */
final class GetAdvice {
    private GetAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(0) GetSecretValueRequest request) {
        final String refusal = RemitGate.secret(site, request, "aws-sm", request.secretId());
        if (refusal != null) {
            throw new SecurityException(refusal);
        }
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
