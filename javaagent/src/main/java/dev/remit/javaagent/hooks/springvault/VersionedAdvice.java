package dev.remit.javaagent.hooks.springvault;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import org.springframework.vault.VaultException;
import org.springframework.vault.support.Versioned;

/** {@code get} of one version, or the latest, which asks Vault itself: the path is the engine's {@code data} path. */
final class VersionedAdvice {
    private VersionedAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.FieldValue("path") String mount, @Advice.Argument(0) String path) {
        final String refusal =
                RemitGate.secret(site, path, "vault", mount.concat("/data/").concat(path));
        if (refusal != null) {
            throw new VaultException(refusal);
        }
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Return Versioned<?> answer, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, answer == null ? null : answer.getData(), thrown);
    }
}
