package dev.remit.javaagent.hooks.springvault;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import org.springframework.vault.VaultException;
import org.springframework.vault.support.VaultResponseSupport;

/** {@code read} of a wrapped answer, by a token that does not say what it is: all of them go by Vault's path for it. */
final class UnwrapAdvice {
    private UnwrapAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(0) Object token) {
        final String refusal = RemitGate.secret(site, token, "vault", "sys/wrapping/unwrap");
        if (refusal != null) {
            throw new VaultException(refusal);
        }
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Return VaultResponseSupport<?> answer, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, answer == null ? null : answer.getData(), thrown);
    }
}
