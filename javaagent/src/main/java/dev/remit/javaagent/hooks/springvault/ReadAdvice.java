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
    static void exit(@Site int site, @Advice.Return VaultResponseSupport<?> answer, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, answer == null ? null : answer.getData(), thrown);
    }
}
