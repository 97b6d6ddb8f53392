package dev.remit.javaagent.hooks.awssecretsmanager;

import dev.remit.javaagent.weave.Site;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;

/** {@code getSecretValue}, asynchronous: a refusal is a failed future. */
final class AsyncGetAdvice {
    private AsyncGetAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static String enter(@Site int site, @Advice.Argument(0) GetSecretValueRequest request) {
        return RemitGate.secret(site, request, "aws-sm", request.secretId());
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
