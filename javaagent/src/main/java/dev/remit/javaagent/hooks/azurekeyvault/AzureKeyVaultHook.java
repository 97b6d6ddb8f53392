package dev.remit.javaagent.hooks.azurekeyvault;

import static dev.remit.engine.Category.SECRET;

import com.azure.core.exception.AzureException;
import com.azure.core.http.rest.Response;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import reactor.core.publisher.Mono;

/**
 * A fetch is decided in the two clients, above their retries and their log-in, whatever it is asked for with. Refused with the SDK's own
 * {@code AzureException}, thrown or as the error of a {@code Mono}. A reactive fetch is decided when it is called, and again for
 * every subscription but the first.
 *
 * <p>A secret is known to policies by its name, which Key Vault reads in either case, in lower case and without vault or version:
 * {@code Remit::Secret::"azure-kv/payment-key"}. Which vault is asked, the HTTP request's host tells.
 */
public final class AzureKeyVaultHook extends LibraryHook {
    private static final String SDK = "com.azure.security.keyvault.secrets.";

    /** The table of Azure Key Vault's secret clients. */
    public AzureKeyVaultHook() {
        super("Azure Key Vault", List.of("4.5+"), "azure-security-keyvault-secrets");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                fetch("getSecret"), fetch("getSecretWithResponse"), later("getSecret"), later("getSecretWithResponse"));
    }

    private CallSite fetch(String method) {
        return decided(SECRET, Target.anyOf(SDK + "SecretClient", method), call("Get", "Answer"));
    }

    private CallSite later(String method) {
        return decided(
                SECRET, Target.anyOf(SDK + "SecretAsyncClient", method), call("Get", "Refused"), advice("Subscribed"));
    }

    /** By its name, of the latest version or a certain one. */
    static final class Get {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) String name) {
            return RemitGate.secret(site, name, "azure-kv", name == null ? null : name.toLowerCase(Locale.ROOT));
        }
    }

    /** The blocking client: a refusal is thrown before the SDK's first attempt. */
    static final class Answer {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter String refusal,
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object answer,
                @Advice.Thrown Throwable thrown) {
            if (refusal != null) {
                throw new AzureException(refusal);
            }
            final Object secret = answer instanceof Response<?> response ? response.getValue() : answer;
            RemitGate.end(site, secret instanceof KeyVaultSecret known ? known.getValue() : null, thrown);
        }
    }

    /** A refusal is an error signal. */
    static final class Refused {
        @Advice.OnMethodExit
        static void exit(@Advice.Enter String refusal, @Advice.Return(readOnly = false) Mono<Object> result) {
            if (refusal != null) {
                result = Mono.error(new AzureException(refusal));
            }
        }
    }

    /** As {@link Answer}, where the answer is subscribed to; decided again for every subscription but the first. */
    static final class Subscribed {
        @SuppressWarnings("unchecked") // the gate's objects are of the types that using and doOn… take
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.This Object client,
                @Advice.Origin("#m") String method,
                @Advice.AllArguments Object[] arguments,
                @Advice.Return(readOnly = false) Mono<Object> result,
                @Advice.Thrown Throwable thrown) {
            if (thrown != null) {
                RemitGate.end(site, null, thrown);
            } else {
                final Object ending = RemitGate.endLater(site, null, null);
                // No version is the latest; for the call to be made again it takes the other way to say so.
                final Object[] again = arguments;
                if (again.length > 1 && again[1] == null) {
                    again[1] = "";
                }
                final Object subscribed = RemitGate.subscribed(
                        site,
                        ending,
                        result.doOnNext((Consumer<Object>) RemitGate.learnLater(
                                        site, ending, method.equals("getSecret") ? "getValue" : "getValue.getValue"))
                                .doOnError((Consumer<Throwable>) ending)
                                .doOnTerminate((Runnable) ending),
                        client,
                        method,
                        again);
                result = Mono.using(
                        (Callable<Object>) subscribed, (Function<Object, Mono<Object>>) subscribed, (Consumer<Object>)
                                subscribed);
            }
        }
    }
}
