package dev.remit.javaagent.hooks.awssecretsmanager;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest;

/** {@code batchGetSecretValue}, synchronous: every named secret is decided; a selection by filters may bring any. */
final class BatchAdvice {
    private BatchAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(0) BatchGetSecretValueRequest request) {
        final String refusal = RemitGate.secret(
                site,
                request,
                "aws-sm",
                request.hasSecretIdList() && !request.hasFilters() ? request.secretIdList() : "*");
        if (refusal != null) {
            throw new SecurityException(refusal);
        }
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
