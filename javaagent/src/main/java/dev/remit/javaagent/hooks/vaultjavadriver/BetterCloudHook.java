package dev.remit.javaagent.hooks.vaultjavadriver;

import com.bettercloud.vault.VaultConfig;
import com.bettercloud.vault.VaultException;
import com.bettercloud.vault.api.Logical;
import com.bettercloud.vault.api.LogicalUtilities;
import com.bettercloud.vault.json.Json;
import com.bettercloud.vault.response.AuthResponse;
import com.bettercloud.vault.response.LogicalResponse;
import dev.remit.javaagent.weave.Site;
import java.nio.charset.StandardCharsets;
import net.bytebuddy.asm.Advice;

/** The driver as BetterCloud published it. */
public final class BetterCloudHook extends DriverHook {
    /** The table of BetterCloud's driver. */
    public BetterCloudHook() {
        super("vault-java-driver of BetterCloud", "com.bettercloud.vault");
    }

    /** By the path that Vault is asked for, which depends on the engine's version. */
    static final class Path {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site,
                @Advice.This Logical logical,
                @Advice.FieldValue("config") VaultConfig config,
                @Advice.Argument(0) String path) {
            final Integer version = logical.getEngineVersionForSecretPath(path);
            return RemitGate.secret(
                    site,
                    path,
                    "vault",
                    LogicalUtilities.adjustPathForReadOrWrite(
                            path,
                            config.getPrefixPathDepth(),
                            version != null && version == 2
                                    ? Logical.logicalOperations.readV2
                                    : Logical.logicalOperations.readV1));
        }
    }

    /** As {@link Path}, of a version, which only the engine that has them gives. */
    static final class Version {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site, @Advice.FieldValue("config") VaultConfig config, @Advice.Argument(0) String path) {
            return RemitGate.secret(
                    site,
                    path,
                    "vault",
                    LogicalUtilities.adjustPathForReadOrWrite(
                            path, config.getPrefixPathDepth(), Logical.logicalOperations.readV2));
        }
    }

    /** An account that is made for whoever asks, in a role. */
    static final class Account {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(
                @Site int site, @Advice.FieldValue("mountPath") String mount, @Advice.Argument(0) String role) {
            return RemitGate.secret(site, role, "vault", mount.concat("/creds/").concat(String.valueOf(role)));
        }
    }

    /** A wrapped answer, by a token that does not say what it is. */
    static final class Unwrap {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) Object token) {
            return RemitGate.secret(site, token, "vault", "sys/wrapping/unwrap");
        }
    }

    /** What a path holds. A refusal is thrown before a request is made. */
    static final class Read {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Argument(0) String path,
                @Advice.Enter String refusal,
                @Advice.Return LogicalResponse answer,
                @Advice.Thrown Throwable thrown)
                throws VaultException {
            if (refusal != null) {
                throw new VaultException(refusal);
            }
            // What Vault says of a mount is no secret: its path, once learned, would be hidden in each name below it.
            RemitGate.end(site, answer == null || path.startsWith("sys/internal/") ? null : answer.getData(), thrown);
        }
    }

    /** As {@link Read}, of what was wrapped: what a path holds, or a token. */
    static final class Unwrapped {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter String refusal,
                @Advice.Return AuthResponse answer,
                @Advice.Thrown Throwable thrown)
                throws VaultException {
            if (refusal != null) {
                throw new VaultException(refusal);
            }
            if (answer != null) {
                RemitGate.learn(site, "vault", "sys/wrapping/unwrap", answer.getAuthClientToken());
            }
            RemitGate.end(
                    site,
                    answer == null
                            ? null
                            : String.valueOf(Json.parse(
                                            new String(answer.getRestResponse().getBody(), StandardCharsets.UTF_8))
                                    .asObject()
                                    .get("data")),
                    thrown);
        }
    }
}
