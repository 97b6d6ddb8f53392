package dev.remit.javaagent.hooks.springvault;

import static dev.remit.engine.Category.SECRET;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.springframework.vault.VaultException;
import org.springframework.vault.support.VaultResponseSupport;
import reactor.core.publisher.Mono;

/**
 * Every read that hands out a secret: of a path, of either key-value engine, of one of its versions, and the unwrapping of an
 * answer. Refused with Spring's own {@code VaultException}, thrown before a request is made, or as the error of a {@code Mono}.
 * A reactive read is decided when it is called, and again for every subscription but the first. Property sources, lease
 * containers and repositories read through these.
 *
 * <p>A secret is known to policies by the whole path that Vault is asked for, {@code Remit::Secret::"vault/secret/data/db"},
 * without version or namespace; what is unwrapped is {@code vault/sys/wrapping/unwrap}. Everything that is read by its path is a
 * fetch, also where no secret lies there, such as what Vault says of a mount, which property sources ask for.
 *
 * <p>Not a fetch, and seen as the HTTP request that it is: a listing of names; what a write is answered with, which is how
 * transit, transform, PKI and tokens work; what {@code doWithVault} and {@code doWithSession} are used for; and the log-in.
 */
public final class SpringVaultHook extends LibraryHook {
    private static final String VAULT = "org.springframework.vault.";
    private static final String CORE = VAULT + "core.";
    private static final String PATH = "java.lang.String";
    private static final String TYPE = "java.lang.Class";
    private static final String VERSION = VAULT + "support.Versioned$Version";

    /** The table of Spring Vault. */
    public SpringVaultHook() {
        super("Spring Vault", List.of("4.", "3."), "spring-vault-core");
    }

    @Override
    protected List<CallSite> rows() {
        final String template = CORE + "VaultTemplate";
        final String reactive = CORE + "ReactiveVaultTemplate";
        final String unversioned = CORE + "ReactiveVaultKeyValue1Template";
        final String versioned = CORE + "ReactiveVaultKeyValue2Template";
        final String version = CORE + "ReactiveVaultVersionedKeyValueTemplate";
        return List.of(
                fetch(Target.of(template, "read", PATH), "Path", "Read"),
                fetch(Target.of(template, "read", PATH, TYPE), "Path", "Read"),
                fetch(
                        Target.of(
                                CORE + "VaultKeyValueAccessor",
                                "doRead",
                                PATH,
                                "org.springframework.core.ParameterizedTypeReference"),
                        "Path",
                        "Answer"),
                fetch(
                        Target.of(CORE + "VaultVersionedKeyValueTemplate", "doRead", PATH, VERSION, TYPE),
                        "Versioned",
                        "Answer"),
                fetch(
                        Target.of(
                                CORE + "VaultWrappingTemplate",
                                "doUnwrap",
                                VAULT + "support.VaultToken",
                                "java.util.function.BiFunction"),
                        "Unwrap",
                        "Answer"),
                subscribed(Target.of(reactive, "read", PATH), "Path"),
                subscribed(Target.of(reactive, "read", PATH, TYPE), "Path"),
                subscribed(Target.of(unversioned, "get", PATH), "Unversioned"),
                subscribed(Target.of(unversioned, "get", PATH, TYPE), "Unversioned"),
                subscribed(Target.of(versioned, "get", PATH), "Versioned"),
                subscribed(Target.of(versioned, "get", PATH, TYPE), "Versioned"),
                subscribed(Target.of(version, "get", PATH, VERSION), "Versioned"),
                subscribed(Target.of(version, "get", PATH, VERSION, TYPE), "Versioned"));
    }

    private CallSite fetch(Target target, String asked, String answer) {
        return decided(SECRET, target, call(asked, answer));
    }

    private CallSite subscribed(Target target, String asked) {
        return decided(SECRET, target, call(asked, "Refused"), advice("Subscribed"));
    }

    /** By its whole path. */
    static final class Path {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) String path) {
            return RemitGate.secret(site, path, "vault", path);
        }
    }

    /** Below the mount of the unversioned key-value engine. */
    static final class Unversioned {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.FieldValue("path") String mount, @Advice.Argument(0) String path) {
            return RemitGate.secret(site, path, "vault", mount.concat("/").concat(path));
        }
    }

    /** Below the mount of the versioned key-value engine, of the latest version or a certain one: the path is the engine's {@code data} path. */
    static final class Versioned {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.FieldValue("path") String mount, @Advice.Argument(0) String path) {
            return RemitGate.secret(site, path, "vault", mount.concat("/data/").concat(path));
        }
    }

    /** A wrapped answer, by a token that does not say what it is: all of them go by Vault's path for it. */
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
                @Advice.Return VaultResponseSupport<?> answer,
                @Advice.Thrown Throwable thrown) {
            if (refusal != null) {
                throw new VaultException(refusal);
            }
            // What Vault says of a mount is no secret: its path, once learned, would be hidden in each name below it.
            RemitGate.end(site, answer == null || path.startsWith("sys/internal/") ? null : answer.getData(), thrown);
        }
    }

    /** As {@link Read}, of an answer that is not yet the application's object, of a version, or unwrapped. */
    static final class Answer {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter String refusal,
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object answer,
                @Advice.Thrown Throwable thrown) {
            if (refusal != null) {
                throw new VaultException(refusal);
            }
            RemitGate.end(
                    site,
                    answer instanceof VaultResponseSupport<?> response
                            ? response.getData()
                            : answer instanceof org.springframework.vault.support.Versioned<?> version
                                    ? version.getData()
                                    : null,
                    thrown);
        }
    }

    /** A refusal is an error signal. */
    static final class Refused {
        @Advice.OnMethodExit
        static void exit(@Advice.Enter String refusal, @Advice.Return(readOnly = false) Mono<Object> result) {
            if (refusal != null) {
                result = Mono.error(new VaultException(refusal));
            }
        }
    }

    /** As {@link Read}, where the answer is subscribed to; decided again for every subscription but the first. */
    static final class Subscribed {
        @SuppressWarnings("unchecked") // the gate's objects are of the types that using and doOn… take
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.This Object template,
                @Advice.Origin("#m") String method,
                @Advice.Argument(0) String path,
                @Advice.AllArguments Object[] arguments,
                @Advice.Return(readOnly = false) Mono<Object> result,
                @Advice.Thrown Throwable thrown) {
            if (thrown != null) {
                RemitGate.end(site, null, thrown);
            } else {
                final Object ending = RemitGate.endLater(site, null, null);
                final Mono<Object> answered = method.equals("read") && path.startsWith("sys/internal/")
                        ? result
                        : result.doOnNext((Consumer<Object>) RemitGate.learnLater(site, ending, "getData"));
                final Object subscribed = RemitGate.subscribed(
                        site,
                        ending,
                        answered.doOnError((Consumer<Throwable>) ending).doOnTerminate((Runnable) ending),
                        template,
                        method,
                        arguments);
                result = Mono.using(
                        (Callable<Object>) subscribed, (Function<Object, Mono<Object>>) subscribed, (Consumer<Object>)
                                subscribed);
            }
        }
    }
}
