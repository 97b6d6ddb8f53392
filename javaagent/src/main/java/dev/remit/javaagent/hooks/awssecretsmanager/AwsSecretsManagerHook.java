package dev.remit.javaagent.hooks.awssecretsmanager;

import dev.remit.javaagent.hooks.AwsHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import java.util.List;
import net.bytebuddy.asm.Advice;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;

/**
 * A secret is known to policies by its friendly name, {@code Remit::Secret::"aws-sm/prod/db"}, whether it is asked for by
 * that or by its ARN. A batch that names its secrets is decided for each; one that selects them by filters is {@code aws-sm/*}.
 */
public final class AwsSecretsManagerHook extends AwsHook {
    /** The table of AWS Secrets Manager's clients. */
    public AwsSecretsManagerHook() {
        super(
                "AWS Secrets Manager",
                "software.amazon.awssdk.services.secretsmanager.",
                "SecretsManager",
                "secretsmanager");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                fetch("getSecretValue", "GetSecretValueRequest", "Get"),
                fetch("batchGetSecretValue", "BatchGetSecretValueRequest", "Batch"),
                fetchAsync("getSecretValue", "GetSecretValueRequest", "Get"),
                fetchAsync("batchGetSecretValue", "BatchGetSecretValueRequest", "Batch"),
                answered("GetSecretValueResponse", "Answer"),
                answered("SecretValueEntry", "Entry"));
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

    /** An answer is made, on the SDK's thread: what it holds is known from here on. */
    static final class Answer {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.This GetSecretValueResponse answer) {
            RemitGate.learn(site, "aws-sm", answer.name(), answer.secretString());
            RemitGate.learn(
                    site,
                    "aws-sm",
                    answer.name(),
                    answer.secretBinary() == null ? null : answer.secretBinary().asByteArrayUnsafe());
        }
    }

    /** A part of a batch's answer is made, on the SDK's thread: what it holds is known from here on. */
    static final class Entry {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.This SecretValueEntry answer) {
            RemitGate.learn(site, "aws-sm", answer.name(), answer.secretString());
            RemitGate.learn(
                    site,
                    "aws-sm",
                    answer.name(),
                    answer.secretBinary() == null ? null : answer.secretBinary().asByteArrayUnsafe());
        }
    }
}
