package dev.remit.it.springvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Needs;
import dev.remit.it.Recorded;
import dev.remit.it.SecretUse;
import dev.remit.it.vault.VaultStub;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.vault.VaultException;
import org.springframework.vault.authentication.SimpleSessionManager;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.core.ReactiveVaultTemplate;
import org.springframework.vault.core.VaultKeyValueOperationsSupport.KeyValueBackend;
import org.springframework.vault.core.VaultTemplate;
import org.springframework.vault.support.VaultToken;
import reactor.core.publisher.Mono;

class SpringVaultTwins {
    private static final String ALLOWED = "it/allowed";
    private static final String DENIED = "it/denied";
    private static final VaultToken TOKEN = VaultToken.of("it-token");

    private final VaultStub stub =
            new VaultStub().with(ALLOWED, secret("the-allowed-sv-value")).with(DENIED, secret("the-denied-sv-value"));
    private final VaultTemplate template = template(endpoint("localhost"), new JdkClientHttpRequestFactory());
    private final ReactiveVaultTemplate reactive =
            new ReactiveVaultTemplate(endpoint("localhost"), new JdkClientHttpConnector(), () -> Mono.just(TOKEN));
    private final Recorded recorded = new Recorded();

    private enum Transport {
        JDK,
        URL_CONNECTION,
        APACHE_5
    }

    @AfterEach
    void close() {
        stub.close();
    }

    @ParameterizedTest
    @EnumSource(VaultRead.class)
    void shouldGuardEveryReadCalledDirectly(VaultRead read) throws Throwable {
        assertGuarded(read, false);
    }

    @ParameterizedTest
    @EnumSource(VaultRead.class)
    void shouldGuardEveryReadCalledThroughReflection(VaultRead read) throws Throwable {
        assertGuarded(read, true);
    }

    private void assertGuarded(VaultRead read, boolean reflective) throws Throwable {
        assertThat(fetch(read, reflective, ALLOWED)).asString().contains("the-allowed-sv-value");
        final Throwable refusal = catchThrowable(() -> fetch(read, reflective, DENIED));

        assertThat(refusal)
                .isExactlyInstanceOf(VaultException.class)
                .hasMessageContaining("Remit refused this call: action=FetchSecret; resource=Secret/vault/"
                        + read.mount() + "it/denied;")
                .hasMessageContaining("policy=denied-vault-secrets; reason=the payment key is not for agents;"
                        + " instead=ask a person to pay;");
        assertThat(stub.requests()).isEqualTo(1);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(fetches)
                .extracting(d -> d.path("resource").asText())
                .containsExactly(
                        "Remit::Secret::\"vault/" + read.mount() + "it/allowed\"",
                        "Remit::Secret::\"vault/" + read.mount() + "it/denied\"");
        assertThat(fetches).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcome(fetches.get(1)).path("outcome").asText()).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource(VaultRead.class)
    void shouldRedactWhatWasRead(VaultRead read) throws Throwable {
        stub.with(ALLOWED, secret("password-for-" + read));

        fetch(read, false, ALLOWED);
        SecretUse.of("password-for-" + read);
        SecretUse.of("older-than-password-for-" + read);

        final String label = SecretUse.arguments("«secret:vault/" + read.mount() + "it/allowed»");
        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(label, label);
    }

    @ParameterizedTest
    @EnumSource(VaultRead.class)
    void shouldRecordTheRequestAsAChildOfTheFetch(VaultRead read) throws Exception {
        AgentWork.inSession("s-vault", () -> {
            try {
                return fetch(read, false, ALLOWED);
            } catch (Throwable t) {
                throw new AssertionError(t);
            }
        });

        assertTheRequestIsAChild();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void shouldRecordTheRequestAsAChildOfTheFetchOverEveryTransport(Transport transport) throws Exception {
        final VaultTemplate over = template(endpoint("localhost"), requests(transport));

        AgentWork.inSession("s-vault", () -> over.read("kv1/" + ALLOWED));

        assertTheRequestIsAChild();
    }

    private void assertTheRequestIsAChild() {
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "secret", "http");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-vault"));
        assertThat(decisions.subList(1, decisions.size()))
                .extracting(d -> d.path("parent").asLong())
                .containsExactly(
                        decisions.get(0).path("call").asLong(),
                        decisions.get(1).path("call").asLong());
    }

    @ParameterizedTest
    @CsvSource({
        "/kv1/it/denied, kv1/it/denied",
        "kv1//it/denied/, kv1/it/denied",
        "kv1/it/allowed/../denied, kv1/it/denied",
        "../v1/kv1/it/denied, kv1/it/denied",
        "kv1/it/%64enied, kv1/it/denied",
        "kv1/it/denied?list=false, kv1/it/denied",
        "kv1/it/denied#x, kv1/it/denied",
        "secret/data/it/denied?version=1, secret/data/it/denied",
        "http://localhost:{port}/v1/kv1/it/denied, kv1/it/denied",
        "kv1/it/allowed/x, kv1/it/allowed/x",
        "KV1/it/allowed, KV1/it/allowed",
        "kv1/it/unknown-to-the-policy, kv1/it/unknown-to-the-policy",
    })
    void shouldRefuseEveryOtherSpelling(String path, String name) {
        final String asked = path.replace("{port}", String.valueOf(stub.port()));

        assertThat(catchThrowable(() -> template.read(asked)))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("resource=Secret/vault/" + name + ";");
        assertThat(catchThrowable(() -> reactive.read(asked).block()))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("resource=Secret/vault/" + name + ";");
        assertThat(stub.requests()).isZero();
    }

    @Test
    void shouldKnowASecretByOneNameBelowAnyMount() {
        assertThat(catchThrowable(
                        () -> template.opsForVersionedKeyValue("/secret/").get("../data/" + DENIED)))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("resource=Secret/vault/secret/data/it/denied;");
        assertThat(stub.requests()).isZero();
    }

    @Test
    @Needs("org.springframework.vault.core.ReactiveVaultKeyValueOperations")
    void shouldKnowAReactiveSecretByOneNameBelowAnyMount() {
        assertThat(catchThrowable(() -> reactive.opsForVersionedKeyValue("/secret/")
                        .get("x/../" + DENIED)
                        .block()))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("resource=Secret/vault/secret/data/it/denied;");
        assertThat(stub.requests()).isZero();
    }

    @ParameterizedTest
    @EnumSource(VaultRead.class)
    void shouldEndAFetchOfASecretThatIsMissing(VaultRead read) throws Throwable {
        assertThat(fetch(read, false, "it/missing")).isNull();

        assertThat(stub.requests()).isEqualTo(1);
        final JsonNode fetch = recorded.decisions("secret").get(0);
        assertThat(recorded.outcomes(fetch)).isEqualTo(1);
        assertThat(recorded.outcome(fetch).path("outcome").asText()).isEqualTo("ok");
    }

    @ParameterizedTest
    @EnumSource(VaultRead.class)
    void shouldRecordAFetchThatFails(VaultRead read) {
        final Throwable thrown = catchThrowable(() -> fetch(read, false, "it/broken"));

        assertThat(thrown).isNotNull();
        assertThat(thrown.getMessage()).doesNotContain("Remit");
        assertThat(stub.requests()).isEqualTo(1);
        final JsonNode fetch = recorded.decisions("secret").get(0);
        assertThat(recorded.outcomes(fetch)).isEqualTo(1);
        assertThat(recorded.outcome(fetch).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcome(fetch).path("error").asText()).startsWith("org.springframework.");
    }

    @Test
    void shouldRecordAFetchOfWhichTheRequestItselfIsRefused() {
        final VaultTemplate denied = template(endpoint("127.0.0.1"), new JdkClientHttpRequestFactory());

        assertThat(catchThrowable(() -> denied.read("kv1/" + ALLOWED)))
                .hasStackTraceContaining("Remit refused this call: action=GET");

        assertThat(stub.requests()).isZero();
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).hasSize(1);
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("error");
    }

    @Test
    void shouldGuardWhatIsUnwrapped() throws Exception {
        stub.with("wrapped", secret("the-wrapped-value"));

        assertThat(AgentWork.inSession(
                                "s-wrapped", () -> template.opsForWrapping().read(TOKEN))
                        .getData())
                .containsEntry("password", "the-wrapped-value");
        assertThat(AgentWork.inSession(
                                "s-wrapped", () -> template.opsForWrapping().read(TOKEN, Credentials.class))
                        .getData())
                .isEqualTo(new Credentials(
                        "the-wrapped-value", List.of(new Credentials("older-than-the-wrapped-value", List.of()))));
        assertThat(catchThrowable(() -> template.opsForWrapping().read(TOKEN)))
                .isExactlyInstanceOf(VaultException.class)
                .hasMessageContaining("resource=Secret/vault/sys/wrapping/unwrap;");
        assertThat(catchThrowable(() -> {
                    try {
                        template.opsForWrapping()
                                .getClass()
                                .getMethod("read", VaultToken.class, Class.class)
                                .invoke(template.opsForWrapping(), TOKEN, Credentials.class);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }))
                .isExactlyInstanceOf(VaultException.class)
                .hasMessageContaining("resource=Secret/vault/sys/wrapping/unwrap;");
        SecretUse.of("the-wrapped-value");

        assertThat(stub.requests()).isEqualTo(2);
        assertThat(recorded.decisions("secret"))
                .extracting(d -> d.path("verdict").asText())
                .containsExactly("allow", "allow", "deny", "deny");
        assertThat(recorded.decisions("tool").get(2).path("arguments").asText())
                .isEqualTo(SecretUse.arguments("«secret:vault/sys/wrapping/unwrap»"));
    }

    @Test
    void shouldNotTakeAListingForAFetch() {
        assertThat(template.list("kv1/it")).containsExactly("allowed", "denied");
        assertThat(template.opsForVersionedKeyValue("secret").list("it")).containsExactly("allowed", "denied");
        assertThat(reactive.list("kv1/it").collectList().block()).containsExactly("allowed", "denied");

        assertThat(stub.requests()).isEqualTo(3);
        assertThat(recorded.decisions())
                .extracting(d -> d.path("category").asText())
                .containsExactly("http", "http", "http");
    }

    @Test
    void shouldNotHideWhatVaultSaysOfAMount() {
        assertThat(template.read("sys/internal/ui/mounts/secret").getData()).containsEntry("type", "it-mount-type");
        assertThat(reactive.read("sys/internal/ui/mounts/secret").block().getData())
                .containsEntry("path", "secret/");
        SecretUse.of("secret/it-mount-type");

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(SecretUse.arguments("secret/it-mount-type"));
    }

    @Test
    void shouldRefuseAReactiveReadWithAnErrorSignal() {
        final Mono<?> refused = reactive.read("kv1/" + DENIED);

        assertThat(catchThrowable(() -> refused.block())).isExactlyInstanceOf(VaultException.class);
        assertThat(stub.requests()).isZero();
    }

    @ParameterizedTest
    @EnumSource(value = VaultRead.class, mode = EnumSource.Mode.MATCH_ALL, names = "REACTIVE_.*")
    void shouldDecideEverySubscription(VaultRead read) {
        final Mono<?> mono = read.reactive(reactive, false, ALLOWED);

        assertThat(stub.requests()).isZero();
        mono.block(Duration.ofSeconds(20));
        mono.block(Duration.ofSeconds(20));
        mono.block(Duration.ofSeconds(20));

        assertThat(stub.requests()).isEqualTo(3);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches)
                .hasSize(3)
                .allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1))
                .allSatisfy(d ->
                        assertThat(recorded.outcome(d).path("outcome").asText()).isEqualTo("ok"));
        assertThat(recorded.decisions("http"))
                .extracting(d -> d.path("parent").asLong())
                .containsExactlyElementsOf(
                        fetches.stream().map(d -> d.path("call").asLong()).toList());
    }

    @Test
    @Needs("org.springframework.vault.core.ReactiveVaultKeyValueOperations")
    void shouldKnowTheValueBeforeTheApplicationsContinuationRuns() {
        stub.with(ALLOWED, secret("vault-known-before-the-continuation"));

        reactive.opsForKeyValue("secret", KeyValueBackend.KV_2)
                .get(ALLOWED)
                .doOnNext(answer ->
                        SecretUse.of(String.valueOf(answer.getRequiredData().get("password"))))
                .block(Duration.ofSeconds(20));

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(SecretUse.arguments("«secret:vault/secret/data/it/allowed»"));
    }

    private Object fetch(VaultRead read, boolean reflective, String name) throws Throwable {
        if (read.isReactive()) {
            return read.reactive(reactive, reflective, name).block(Duration.ofSeconds(20));
        }
        return read.call(template, reflective, name);
    }

    private static Map<String, ?> secret(String password) {
        return Map.of(
                "password",
                password,
                "older",
                List.of(Map.of("password", "older-than-" + password, "older", List.of())));
    }

    private VaultEndpoint endpoint(String host) {
        final VaultEndpoint endpoint = VaultEndpoint.create(host, stub.port());
        endpoint.setScheme("http");
        return endpoint;
    }

    private static VaultTemplate template(VaultEndpoint endpoint, ClientHttpRequestFactory requests) {
        return new VaultTemplate(endpoint, requests, new SimpleSessionManager(new TokenAuthentication(TOKEN)));
    }

    private static ClientHttpRequestFactory requests(Transport transport) {
        return switch (transport) {
            case JDK -> new JdkClientHttpRequestFactory();
            case URL_CONNECTION -> new SimpleClientHttpRequestFactory();
            case APACHE_5 -> new HttpComponentsClientHttpRequestFactory();
        };
    }
}
