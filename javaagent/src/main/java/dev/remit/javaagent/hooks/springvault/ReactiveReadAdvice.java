package dev.remit.javaagent.hooks.springvault;

import dev.remit.javaagent.weave.Site;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import org.springframework.vault.VaultException;
import reactor.core.publisher.Mono;

/** {@code read} of a path, reactive: a refusal is an error signal. */
final class ReactiveReadAdvice {
    private ReactiveReadAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static String enter(@Site int site, @Advice.Argument(0) String path) {
        return RemitGate.secret(site, path, "vault", path);
    }

    @SuppressWarnings("unchecked") // the gate's objects are of the types that using and doOn… take
    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Site int site,
            @Advice.This Object template,
            @Advice.Argument(0) String path,
            @Advice.Argument(value = 1, optional = true) Object type,
            @Advice.Enter String refusal,
            @Advice.Return(readOnly = false) Mono<Object> result,
            @Advice.Thrown Throwable thrown) {
        if (refusal != null) {
            result = Mono.error(new VaultException(refusal));
        } else if (thrown != null) {
            RemitGate.end(site, null, thrown);
        } else {
            final Object ending = RemitGate.endLater(site, null, null);
            // As in ReadAdvice, what is said of a mount is no secret.
            final Mono<Object> answered = path.startsWith("sys/internal/")
                    ? result
                    : result.doOnNext((Consumer<Object>) RemitGate.learnLater(site, ending, "getData"));
            final Object subscribed = RemitGate.subscribed(
                    site,
                    ending,
                    answered.doOnError((Consumer<Throwable>) ending).doOnTerminate((Runnable) ending),
                    template,
                    "read",
                    new Object[] {path, type});
            result = Mono.using(
                    (Callable<Object>) subscribed, (Function<Object, Mono<Object>>) subscribed, (Consumer<Object>)
                            subscribed);
        }
    }
}
