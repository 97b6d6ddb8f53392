package dev.remit.javaagent.hooks.awssecretsmanager;

import static dev.remit.engine.Category.SECRET;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * A fetch is decided in the client, above the SDK's retries, and refused with a {@link SecurityException} (as a failed future
 * by the asynchronous client). Values are learned where the SDK makes its answers, which is before any continuation of the
 * application's can see one.
 *
 * <p>A secret is known to policies by its friendly name, {@code Remit::Secret::"aws-sm/prod/db"}, whether it is asked for by
 * that or by its ARN. A batch that names its secrets is decided for each; one that selects them by filters is {@code aws-sm/*}.
 */
public final class AwsSecretsManagerHook implements Hook {
    private static final String HERE = "dev.remit.javaagent.hooks.awssecretsmanager.";
    private static final String SDK = "software.amazon.awssdk.services.secretsmanager.";
    private static final String CLIENT = SDK + "DefaultSecretsManagerClient";
    private static final String ASYNC_CLIENT = SDK + "DefaultSecretsManagerAsyncClient";
    private static final String ONE = SDK + "model.GetSecretValueRequest";
    private static final String BATCH = SDK + "model.BatchGetSecretValueRequest";
    private static final String ANSWER = SDK + "model.GetSecretValueResponse";
    private static final String ENTRY = SDK + "model.SecretValueEntry";

    @Override
    public String library() {
        return "AWS Secrets Manager";
    }

    @Override
    public List<String> jars() {
        return List.of("secretsmanager");
    }

    @Override
    public List<String> versions() {
        return List.of("2.");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                CallSite.advice(SECRET, CLIENT, "getSecretValue", List.of(ONE), HERE + "GetAdvice"),
                CallSite.advice(SECRET, CLIENT, "batchGetSecretValue", List.of(BATCH), HERE + "BatchAdvice"),
                CallSite.advice(SECRET, ASYNC_CLIENT, "getSecretValue", List.of(ONE), HERE + "AsyncGetAdvice"),
                CallSite.advice(SECRET, ASYNC_CLIENT, "batchGetSecretValue", List.of(BATCH), HERE + "AsyncBatchAdvice"),
                CallSite.advice(SECRET, ANSWER, "<init>", List.of(ANSWER + "$BuilderImpl"), HERE + "AnswerAdvice"),
                CallSite.advice(SECRET, ENTRY, "<init>", List.of(ENTRY + "$BuilderImpl"), HERE + "EntryAdvice"));
    }
}
