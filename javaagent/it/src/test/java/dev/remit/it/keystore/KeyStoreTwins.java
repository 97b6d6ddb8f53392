package dev.remit.it.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Recorded;
import dev.remit.it.SecretUse;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.KeyStore.ProtectionParameter;
import java.security.KeyStore.SecretKeyEntry;
import java.security.UnrecoverableKeyException;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStoreTwins {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String TEXT = "0123456789abcdef0123456789abcdef";

    private static KeyStore keys;

    private final Recorded recorded = new Recorded();

    private enum Way {
        KEY,
        KEY_BY_REFLECTION,
        KEY_BY_METHOD_HANDLE,
        ENTRY,
        ENTRY_BY_REFLECTION,
        ENTRY_BY_METHOD_HANDLE;

        Object get(String alias) throws Throwable {
            final ProtectionParameter protection = new PasswordProtection(PASSWORD);
            try {
                return switch (this) {
                    case KEY -> keys.getKey(alias, PASSWORD);
                    case KEY_BY_REFLECTION ->
                        KeyStore.class
                                .getMethod("getKey", String.class, char[].class)
                                .invoke(keys, alias, PASSWORD);
                    case KEY_BY_METHOD_HANDLE ->
                        MethodHandles.publicLookup()
                                .unreflect(KeyStore.class.getMethod("getKey", String.class, char[].class))
                                .invoke(keys, alias, PASSWORD);
                    case ENTRY -> keys.getEntry(alias, protection);
                    case ENTRY_BY_REFLECTION ->
                        KeyStore.class
                                .getMethod("getEntry", String.class, ProtectionParameter.class)
                                .invoke(keys, alias, protection);
                    case ENTRY_BY_METHOD_HANDLE ->
                        MethodHandles.publicLookup()
                                .unreflect(
                                        KeyStore.class.getMethod("getEntry", String.class, ProtectionParameter.class))
                                .invoke(keys, alias, protection);
                };
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    @BeforeAll
    static void keys(@TempDir Path folder) throws Exception {
        final Path file = folder.resolve("keys.p12");
        for (String alias : List.of("it-tls", "tls")) {
            final Process made = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/keytool",
                            "-genkeypair",
                            "-alias",
                            alias,
                            "-keystore",
                            file.toString(),
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            new String(PASSWORD),
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=localhost")
                    .redirectErrorStream(true)
                    .start();
            final String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(made.waitFor()).as(said).isZero();
        }
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        for (String alias : List.of("it-allowed", "it-denied", "it-other", "plain")) {
            keys.setEntry(
                    alias,
                    new SecretKeyEntry(new SecretKeySpec(TEXT.getBytes(StandardCharsets.UTF_8), "AES")),
                    new PasswordProtection(PASSWORD));
        }
        keys.setCertificateEntry("it-certificate", keys.getCertificate("tls"));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardAKeyHoweverItIsGotten(Way way) throws Throwable {
        assertThat(way.get("it-allowed")).isNotNull();
        final Throwable refusal = catchThrowable(() -> way.get("it-denied"));

        assertThat(refusal)
                .isExactlyInstanceOf(UnrecoverableKeyException.class)
                .hasMessageContaining(
                        "Remit refused this call: action=FetchSecret; resource=Secret/keystore/it-denied;")
                .hasMessageContaining("policy=denied-key; reason=not this key; instead=ask a person to sign;");
        final List<JsonNode> fetches = recorded.decisions();
        assertThat(fetches)
                .extracting(d -> d.path("resource").asText() + d.path("verdict").asText())
                .containsExactly(
                        "Remit::Secret::\"keystore/it-allowed\"allow", "Remit::Secret::\"keystore/it-denied\"deny");
        assertThat(fetches).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcome(fetches.get(1)).path("outcome").asText()).isEqualTo("refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"IT-DENIED", "It-Denied", "it-DENIED"})
    void shouldKnowAKeyByItsAliasInWhateverCase(String alias) {
        assertThat(catchThrowable(() -> keys.getKey(alias, PASSWORD)))
                .isInstanceOf(UnrecoverableKeyException.class)
                .hasMessageContaining("resource=Secret/keystore/it-denied;");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldNotDecideWhatIsNotNamedOrNoKey(Way way) throws Throwable {
        assertThat(way.get("plain")).isNotNull();
        assertThat(way.get("tls")).isNotNull();
        assertThat(way.get("it-missing")).isNull();
        assertThat(keys.getEntry("it-certificate", null)).isInstanceOf(KeyStore.TrustedCertificateEntry.class);
        assertThat(catchThrowable(() -> keys.getKey("plain", "wrong".toCharArray())))
                .isInstanceOf(UnrecoverableKeyException.class)
                .hasMessageNotContaining("Remit");
        assertThat(catchThrowable(() -> KeyStore.getInstance("PKCS12").getKey("it-denied", PASSWORD)))
                .isInstanceOf(java.security.KeyStoreException.class);

        assertThat(recorded.decisions()).isEmpty();
    }

    @Test
    void shouldRecordAKeyThatTheKeyStoreRefuses() {
        assertThat(catchThrowable(() -> keys.getKey("it-allowed", "wrong".toCharArray())))
                .isInstanceOf(UnrecoverableKeyException.class)
                .hasMessageNotContaining("Remit");

        final JsonNode fetch = recorded.decisions().get(0);
        assertThat(recorded.outcomes(fetch)).isEqualTo(1);
        assertThat(recorded.outcome(fetch).path("outcome").asText()).isEqualTo("error");
    }

    /** What TLS does when it is set up: it gets every key of the store. */
    @Test
    void shouldLetTlsHaveItsKeysWhereNoAiAgentIsAtWork() throws Exception {
        final KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        final KeyStore own = only("tls", "it-tls");

        factory.init(own, PASSWORD);
        assertThat(recorded.decisions())
                .extracting(d -> d.path("resource").asText() + d.path("verdict").asText())
                .containsOnly("Remit::Secret::\"keystore/it-tls\"allow");
        assertThat(catchThrowable(() -> AgentWork.inSession("s-tls", () -> {
                    factory.init(own, PASSWORD);
                    return null;
                })))
                .isInstanceOf(UnrecoverableKeyException.class);
        AgentWork.inSession("s-tls", () -> {
            factory.init(only("tls"), PASSWORD);
            return null;
        });
    }

    @Test
    void shouldAttributeAKeyToTheAgentAndItsToolCall() throws Exception {
        AgentWork.inSession("s-keys", () -> keys.getKey("it-allowed", PASSWORD));

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "secret");
        assertThat(decisions.get(1).path("principal").asText()).startsWith("Remit::Agent::");
        assertThat(decisions.get(1).path("session").asText()).isEqualTo("s-keys");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
    }

    @Test
    void shouldKeepKeysOutOfEveryRecord() throws Exception {
        final Key text = keys.getKey("it-allowed", PASSWORD);
        SecretUse.of(new String(text.getEncoded(), StandardCharsets.UTF_8));
        final byte[] key = ((PrivateKeyEntry) keys.getEntry("it-tls", new PasswordProtection(PASSWORD)))
                .getPrivateKey()
                .getEncoded();
        SecretUse.of(Base64.getEncoder().encodeToString(key));
        SecretUse.of(Base64.getMimeEncoder(64, "|".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key));

        final List<JsonNode> uses = recorded.decisions("tool");
        assertThat(uses.get(0).path("arguments").asText())
                .isEqualTo(SecretUse.arguments("«secret:keystore/it-allowed»"));
        assertThat(uses.get(1).path("arguments").asText()).startsWith("{\"key\":\"«secret:keystore/it-tls»");
        assertThat(uses.get(2).path("arguments").asText())
                .isEqualTo(SecretUse.arguments("«secret:keystore/it-tls»|«secret:keystore/it-tls»"));
    }

    private static KeyStore only(String... aliases) throws Exception {
        final KeyStore some = KeyStore.getInstance("PKCS12");
        some.load(null, null);
        for (String alias : aliases) {
            some.setKeyEntry(alias, keys.getKey("tls", PASSWORD), PASSWORD, keys.getCertificateChain("tls"));
        }
        return some;
    }
}
