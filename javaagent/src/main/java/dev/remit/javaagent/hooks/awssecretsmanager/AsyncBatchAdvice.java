package dev.remit.javaagent.hooks.awssecretsmanager;

import dev.remit.javaagent.weave.Site;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest;

/** {@code batchGetSecretValue}, asynchronous: every named secret is decided; a selection by filters may bring any. */
final class AsyncBatchAdvice {
    private AsyncBatchAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static String enter(@Site int site, @Advice.Argument(0) BatchGetSecretValueRequest request) {
        return RemitGate.secret(
                site,
                request,
                "aws-sm",
                request.hasSecretIdList() && !request.hasFilters() ? request.secretIdList() : "*");
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Site int site,
            @Advice.Enter String refusal,
            @Advice.Return(readOnly = false) CompletableFuture<?> result,
            @Advice.Thrown Throwable thrown) {
        if (refusal == null) {
            RemitGate.endLater(site, result, thrown);
        } else {
            result = CompletableFuture.failedFuture(new SecurityException(refusal));
        }
    }
}
