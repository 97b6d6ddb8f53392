package dev.remit.javaagent.hooks.awssecretsmanager;

import dev.remit.javaagent.weave.Site;
import java.nio.charset.StandardCharsets;
import net.bytebuddy.asm.Advice;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;

/** A part of a batch's answer is made, on the SDK's thread: what it holds is known from here on. */
final class EntryAdvice {
    private EntryAdvice() {}

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
