package dev.remit.javaagent.hooks.springvault;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import org.springframework.vault.VaultException;
import org.springframework.vault.support.VaultResponseSupport;

/** {@code read} of a path: a refusal is thrown before a request is made. */
final class ReadAdvice {
    private ReadAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(0) String path) {
        final String refusal = RemitGate.secret(site, path, "vault", path);
        if (refusal != null) {
            throw new VaultException(refusal);
        }
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Site int site,
            @Advice.Argument(0) String path,
            @Advice.Return VaultResponseSupport<?> answer,
            @Advice.Thrown Throwable thrown) {
        // What Vault says of a mount is no secret: its path, once learned, would be hidden in the name of each secret
        // below it.
        RemitGate.end(site, answer == null || path.startsWith("sys/internal/") ? null : answer.getData(), thrown);
    }
}
