package dev.remit.javaagent.hooks.springvault;

import static dev.remit.engine.Category.SECRET;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

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
public final class SpringVaultHook implements Hook {
    private static final String HERE = "dev.remit.javaagent.hooks.springvault.";
    private static final String VAULT = "org.springframework.vault.";
    private static final String CORE = VAULT + "core.";
    private static final String PATH = "java.lang.String";
    private static final String TYPE = "java.lang.Class";
    private static final String VERSION = VAULT + "support.Versioned$Version";

    @Override
    public String library() {
        return "Spring Vault";
    }

    @Override
    public List<String> jars() {
        return List.of("spring-vault-core");
    }

    @Override
    public List<String> versions() {
        return List.of("4.", "3.", "2.");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                fetch("VaultTemplate", "read", List.of(PATH), "ReadAdvice"),
                fetch("VaultTemplate", "read", List.of(PATH, TYPE), "ReadAdvice"),
                fetch(
                        "VaultKeyValueAccessor",
                        "doRead",
                        List.of(PATH, "org.springframework.core.ParameterizedTypeReference"),
                        "KeyValueAdvice"),
                fetch("VaultVersionedKeyValueTemplate", "doRead", List.of(PATH, VERSION, TYPE), "VersionedAdvice"),
                fetch(
                        "VaultWrappingTemplate",
                        "doUnwrap",
                        List.of(VAULT + "support.VaultToken", "java.util.function.BiFunction"),
                        "UnwrapAdvice"),
                fetch("ReactiveVaultTemplate", "read", List.of(PATH), "ReactiveReadAdvice"),
                fetch("ReactiveVaultTemplate", "read", List.of(PATH, TYPE), "ReactiveReadAdvice"),
                fetch("ReactiveVaultKeyValue1Template", "get", List.of(PATH), "ReactiveKeyValue1Advice"),
                fetch("ReactiveVaultKeyValue1Template", "get", List.of(PATH, TYPE), "ReactiveKeyValue1Advice"),
                fetch("ReactiveVaultKeyValue2Template", "get", List.of(PATH), "ReactiveKeyValue2Advice"),
                fetch("ReactiveVaultKeyValue2Template", "get", List.of(PATH, TYPE), "ReactiveKeyValue2Advice"),
                fetch(
                        "ReactiveVaultVersionedKeyValueTemplate",
                        "get",
                        List.of(PATH, VERSION),
                        "ReactiveKeyValue2Advice"),
                fetch(
                        "ReactiveVaultVersionedKeyValueTemplate",
                        "get",
                        List.of(PATH, VERSION, TYPE),
                        "ReactiveKeyValue2Advice"));
    }

    private static CallSite fetch(String type, String method, List<String> arguments, String advice) {
        return CallSite.advice(SECRET, CORE + type, method, arguments, HERE + advice);
    }
}
