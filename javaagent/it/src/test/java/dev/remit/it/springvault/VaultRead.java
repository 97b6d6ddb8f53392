package dev.remit.it.springvault;

import dev.remit.it.Needs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.springframework.vault.core.ReactiveVaultKeyValueOperations;
import org.springframework.vault.core.ReactiveVaultOperations;
import org.springframework.vault.core.ReactiveVaultVersionedKeyValueOperations;
import org.springframework.vault.core.VaultKeyValueOperations;
import org.springframework.vault.core.VaultKeyValueOperationsSupport.KeyValueBackend;
import org.springframework.vault.core.VaultOperations;
import org.springframework.vault.core.VaultVersionedKeyValueOperations;
import org.springframework.vault.support.VaultResponseSupport;
import org.springframework.vault.support.Versioned;
import org.springframework.vault.support.Versioned.Version;
import reactor.core.publisher.Mono;

/** A way to read a secret's value with Spring Vault, called directly or through reflection; gives the value, or null. */
enum VaultRead {
    READ("kv1/"),
    READ_TYPED("kv1/", Credentials.class),
    KV1("kv1/"),
    KV1_TYPED("kv1/", Credentials.class),
    KV2("secret/data/"),
    KV2_TYPED("secret/data/", Credentials.class),
    VERSIONED("secret/data/"),
    VERSIONED_TYPED("secret/data/", Credentials.class),
    VERSION("secret/data/", Version.from(1)),
    VERSION_TYPED("secret/data/", Version.from(1), Credentials.class),
    REACTIVE_READ("kv1/"),
    REACTIVE_READ_TYPED("kv1/", Credentials.class),
    @Needs("org.springframework.vault.core.ReactiveVaultKeyValueOperations")
    REACTIVE_KV1("kv1/"),
    @Needs("org.springframework.vault.core.ReactiveVaultKeyValueOperations")
    REACTIVE_KV1_TYPED("kv1/", Credentials.class),
    @Needs("org.springframework.vault.core.ReactiveVaultKeyValueOperations")
    REACTIVE_KV2("secret/data/"),
    @Needs("org.springframework.vault.core.ReactiveVaultKeyValueOperations")
    REACTIVE_KV2_TYPED("secret/data/", Credentials.class),
    @Needs("org.springframework.vault.core.ReactiveVaultKeyValueOperations")
    REACTIVE_VERSIONED("secret/data/"),
    @Needs("org.springframework.vault.core.ReactiveVaultKeyValueOperations")
    REACTIVE_VERSIONED_TYPED("secret/data/", Credentials.class),
    @Needs("org.springframework.vault.core.ReactiveVaultKeyValueOperations")
    REACTIVE_VERSION("secret/data/", Version.from(1)),
    @Needs("org.springframework.vault.core.ReactiveVaultKeyValueOperations")
    REACTIVE_VERSION_TYPED("secret/data/", Version.from(1), Credentials.class);

    private final String mount;
    private final List<Object> arguments;

    VaultRead(String mount, Object... arguments) {
        this.mount = mount;
        this.arguments = List.of(arguments);
    }

    /** Where the secrets lie, as Vault is asked for them. */
    String mount() {
        return mount;
    }

    boolean isReactive() {
        return name().startsWith("REACTIVE_");
    }

    Object call(VaultOperations vault, boolean reflective, String name) throws Throwable {
        final VaultKeyValueOperations kv1 = vault.opsForKeyValue("kv1", KeyValueBackend.KV_1);
        final VaultKeyValueOperations kv2 = vault.opsForKeyValue("secret", KeyValueBackend.KV_2);
        final VaultVersionedKeyValueOperations versioned = vault.opsForVersionedKeyValue("secret");
        if (reflective) {
            return switch (this) {
                case READ, READ_TYPED -> value(invoke(VaultOperations.class, vault, "read", mount + name));
                case KV1, KV1_TYPED -> value(invoke(VaultKeyValueOperations.class, kv1, "get", name));
                case KV2, KV2_TYPED -> value(invoke(VaultKeyValueOperations.class, kv2, "get", name));
                default -> value(invoke(VaultVersionedKeyValueOperations.class, versioned, "get", name));
            };
        }
        final Version one = Version.from(1);
        return value(
                switch (this) {
                    case READ -> vault.read(mount + name);
                    case READ_TYPED -> vault.read(mount + name, Credentials.class);
                    case KV1 -> kv1.get(name);
                    case KV1_TYPED -> kv1.get(name, Credentials.class);
                    case KV2 -> kv2.get(name);
                    case KV2_TYPED -> kv2.get(name, Credentials.class);
                    case VERSIONED -> versioned.get(name);
                    case VERSIONED_TYPED -> versioned.get(name, Credentials.class);
                    case VERSION -> versioned.get(name, one);
                    default -> versioned.get(name, one, Credentials.class);
                });
    }

    Mono<?> reactive(ReactiveVaultOperations vault, boolean reflective, String name) {
        if (this == REACTIVE_READ || this == REACTIVE_READ_TYPED) {
            return readReactive(vault, reflective, name).map(VaultRead::value);
        }
        final ReactiveVaultKeyValueOperations kv1 = vault.opsForKeyValue("kv1", KeyValueBackend.KV_1);
        final ReactiveVaultKeyValueOperations kv2 = vault.opsForKeyValue("secret", KeyValueBackend.KV_2);
        final ReactiveVaultVersionedKeyValueOperations versioned = vault.opsForVersionedKeyValue("secret");
        final Version one = Version.from(1);
        final Mono<?> answer;
        if (reflective) {
            try {
                answer = (Mono<?>)
                        switch (this) {
                            case REACTIVE_KV1, REACTIVE_KV1_TYPED ->
                                invoke(ReactiveVaultKeyValueOperations.class, kv1, "get", name);
                            case REACTIVE_KV2, REACTIVE_KV2_TYPED ->
                                invoke(ReactiveVaultKeyValueOperations.class, kv2, "get", name);
                            default -> invoke(ReactiveVaultVersionedKeyValueOperations.class, versioned, "get", name);
                        };
            } catch (Throwable t) {
                throw new AssertionError("thrown in place of an error signal", t);
            }
        } else {
            answer = switch (this) {
                case REACTIVE_KV1 -> kv1.get(name);
                case REACTIVE_KV1_TYPED -> kv1.get(name, Credentials.class);
                case REACTIVE_KV2 -> kv2.get(name);
                case REACTIVE_KV2_TYPED -> kv2.get(name, Credentials.class);
                case REACTIVE_VERSIONED -> versioned.get(name);
                case REACTIVE_VERSIONED_TYPED -> versioned.get(name, Credentials.class);
                case REACTIVE_VERSION -> versioned.get(name, one);
                default -> versioned.get(name, one, Credentials.class);
            };
        }
        return answer.map(VaultRead::value);
    }

    private Mono<?> readReactive(ReactiveVaultOperations vault, boolean reflective, String name) {
        if (!reflective) {
            return this == REACTIVE_READ ? vault.read(mount + name) : vault.read(mount + name, Credentials.class);
        }
        try {
            return (Mono<?>) invoke(ReactiveVaultOperations.class, vault, "read", mount + name);
        } catch (Throwable t) {
            throw new AssertionError("thrown in place of an error signal", t);
        }
    }

    private Object invoke(Class<?> type, Object self, String method, String name) throws Throwable {
        final List<Object> all = new ArrayList<>(List.of(name));
        all.addAll(arguments);
        final Method found =
                type.getMethod(method, all.stream().map(Object::getClass).toArray(Class<?>[]::new));
        try {
            return found.invoke(self, all.toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object value(Object answer) {
        if (answer instanceof Versioned<?> versioned) {
            return versioned.getData();
        }
        return answer == null ? null : ((VaultResponseSupport<?>) answer).getData();
    }
}
