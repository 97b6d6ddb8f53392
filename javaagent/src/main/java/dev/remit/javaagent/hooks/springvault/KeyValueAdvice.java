package dev.remit.javaagent.hooks.springvault;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import org.springframework.vault.VaultException;
import org.springframework.vault.support.VaultResponseSupport;

/** {@code get} of either key-value engine, where the whole path is known and the answer is not yet the application's object. */
final class KeyValueAdvice {
    private KeyValueAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(0) String path) {
        final String refusal = RemitGate.secret(site, path, "vault", path);
        if (refusal != null) {
            throw new VaultException(refusal);
        }
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Return Object answer, @Advice.Thrown Throwable thrown) {
        RemitGate.end(
                site,
                answer instanceof VaultResponseSupport ? ((VaultResponseSupport<?>) answer).getData() : null,
                thrown);
    }
}
