package dev.remit.javaagent.hooks.awssecretsmanager;

import static dev.remit.engine.Category.SECRET;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;

/**
 * A fetch is decided in the client, above the SDK's retries, and refused with a {@link SecurityException} (as a failed future
 * by the asynchronous client). Values are learned where the SDK makes its answers, which is before any continuation of the
 * application's can see one.
 *
 * <p>A secret is known to policies by its friendly name, {@code Remit::Secret::"aws-sm/prod/db"}, whether it is asked for by
 * that or by its ARN. A batch that names its secrets is decided for each; one that selects them by filters is {@code aws-sm/*}.
 */
public final class AwsSecretsManagerHook extends LibraryHook {
    private static final String SDK = "software.amazon.awssdk.services.secretsmanager.";
    private static final String CLIENT = SDK + "DefaultSecretsManagerClient";
    private static final String ASYNC_CLIENT = SDK + "DefaultSecretsManagerAsyncClient";
    private static final String ONE = SDK + "model.GetSecretValueRequest";
    private static final String BATCH = SDK + "model.BatchGetSecretValueRequest";
    private static final String ANSWER = SDK + "model.GetSecretValueResponse";
    private static final String ENTRY = SDK + "model.SecretValueEntry";

    /** The table of AWS Secrets Manager's clients. */
    public AwsSecretsManagerHook() {
        super("AWS Secrets Manager", List.of("2."), "secretsmanager");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                decided(SECRET, Target.of(CLIENT, "getSecretValue", ONE), call("Get", "Thrown")),
                decided(SECRET, Target.of(CLIENT, "batchGetSecretValue", BATCH), call("Batch", "Thrown")),
                decided(SECRET, Target.of(ASYNC_CLIENT, "getSecretValue", ONE), call("Get", "Future")),
                decided(SECRET, Target.of(ASYNC_CLIENT, "batchGetSecretValue", BATCH), call("Batch", "Future")),
                told(Target.of(ANSWER, "<init>", ANSWER + "$BuilderImpl"), advice("Answer")),
                told(Target.of(ENTRY, "<init>", ENTRY + "$BuilderImpl"), advice("Entry")));
    }

    /** {@code getSecretValue}. */
    static final class Get {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) GetSecretValueRequest request) {
            return RemitGate.secret(site, request, "aws-sm", request.secretId());
        }
    }

    /** {@code batchGetSecretValue}: every named secret is decided; a selection by filters may bring any. */
    static final class Batch {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) BatchGetSecretValueRequest request) {
            return RemitGate.secret(
                    site,
                    request,
                    "aws-sm",
                    request.hasSecretIdList() && !request.hasFilters() ? request.secretIdList() : "*");
        }
    }

    /** The synchronous client: a refusal is thrown before the SDK's first attempt. */
    static final class Thrown {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Site int site, @Advice.Enter String refusal, @Advice.Thrown Throwable thrown) {
            if (refusal != null) {
                throw new SecurityException(refusal);
            }
            RemitGate.end(site, null, thrown);
        }
    }

    /** The asynchronous client: a refusal is a failed future. */
    static final class Future {
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

    /** An answer is made, on the SDK's thread: what it holds is known from here on. */
    static final class Answer {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.This GetSecretValueResponse answer) {
            RemitGate.learn(site, "aws-sm", answer.name(), answer.secretString());
            // Binary secrets are often text; bytes that are none match nothing.
            RemitGate.learn(
                    site,
                    "aws-sm",
                    answer.name(),
                    answer.secretBinary() == null
                            ? null
                            : new String(answer.secretBinary().asByteArrayUnsafe(), StandardCharsets.UTF_8));
        }
    }

    /** A part of a batch's answer is made, on the SDK's thread: what it holds is known from here on. */
    static final class Entry {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.This SecretValueEntry answer) {
            RemitGate.learn(site, "aws-sm", answer.name(), answer.secretString());
            // Binary secrets are often text; bytes that are none match nothing.
            RemitGate.learn(
                    site,
                    "aws-sm",
                    answer.name(),
                    answer.secretBinary() == null
                            ? null
                            : new String(answer.secretBinary().asByteArrayUnsafe(), StandardCharsets.UTF_8));
        }
    }
}
