package dev.remit.it.azurekeyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.core.credential.AccessToken;
import com.azure.core.exception.AzureException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.util.Context;
import com.azure.security.keyvault.secrets.SecretAsyncClient;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Recorded;
import dev.remit.it.SecretUse;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class AzureKeyVaultTwins {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KeyVaultStub stub =
            new KeyVaultStub().with("allowed", "the-allowed-kv-value").with("denied", "the-denied-kv-value");
    private final SecretClient client = builder(stub.endpoint()).buildClient();
    private final SecretAsyncClient asyncClient = builder(stub.endpoint()).buildAsyncClient();
    private final Recorded recorded = new Recorded();

    private enum Way {
        DIRECT,
        VERSION,
        RESPONSE,
        LAMBDA,
        REFLECTION,
        METHOD_HANDLE,
        REACTIVE,
        REACTIVE_VERSION,
        REACTIVE_RESPONSE,
        REACTIVE_LATEST_RESPONSE
    }

    @AfterEach
    void close() {
        stub.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardAFetchHoweverItIsMade(Way way) throws Throwable {
        assertThat(fetch(way, "allowed")).isEqualTo("the-allowed-kv-value");
        final Throwable refusal = catchThrowable(() -> fetch(way, "denied"));

        assertThat(refusal)
                .isExactlyInstanceOf(AzureException.class)
                .hasMessageContaining("Remit refused this call: action=FetchSecret; resource=Secret/azure-kv/denied;")
                .hasMessageContaining("policy=denied-azure-secret; reason=the payment key is not for agents;"
                        + " instead=ask a person to pay;");
        assertThat(stub.requests()).isEqualTo(1);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(fetches)
                .extracting(d -> d.path("resource").asText())
                .containsExactly("Remit::Secret::\"azure-kv/allowed\"", "Remit::Secret::\"azure-kv/denied\"");
        assertThat(fetches).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcome(fetches.get(1)).path("outcome").asText()).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldRedactTheValueAlone(Way way) throws Throwable {
        stub.with("allowed", "azure-password-for-" + way);

        SecretUse.of(fetch(way, "allowed"));
        SecretUse.of("it-content-type");

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(
                        SecretUse.arguments("«secret:azure-kv/allowed»"), SecretUse.arguments("it-content-type"));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldRecordEachRequestAsAChildOfTheFetch(Way way) throws Exception {
        stub.challenging();

        AgentWork.inSession("s-azure", () -> {
            try {
                return fetch(way, "allowed");
            } catch (Throwable t) {
                throw new AssertionError(t);
            }
        });

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d -> d.path("category").asText())
                .containsExactly("tool", "secret", "http", "http");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-azure"));
        assertThat(decisions.subList(1, decisions.size()))
                .extracting(d -> d.path("parent").asLong())
                .containsExactly(
                        decisions.get(0).path("call").asLong(),
                        decisions.get(1).path("call").asLong(),
                        decisions.get(1).path("call").asLong());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"DENIED", "Denied", "unknown-to-the-policy", "allowed/", "allowed/../denied", "%64enied", "."})
    void shouldRefuseEveryOtherName(String name) {
        assertThat(catchThrowable(() -> client.getSecret(name)))
                .isExactlyInstanceOf(AzureException.class)
                .hasMessageContaining("Remit refused this call");
        assertThat(catchThrowable(() -> asyncClient.getSecret(name).block()))
                .isExactlyInstanceOf(AzureException.class)
                .hasMessageContaining("Remit refused this call");
        assertThat(stub.requests()).isZero();
    }

    @Test
    void shouldDecideARetriedFetchOnce() {
        stub.failing(1);

        assertThat(client.getSecret("Allowed").getValue()).isEqualTo("the-allowed-kv-value");

        assertThat(stub.requests()).isEqualTo(2);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches)
                .extracting(d -> d.path("resource").asText())
                .containsExactly("Remit::Secret::\"azure-kv/allowed\"");
        assertThat(recorded.outcomes(fetches.get(0))).isEqualTo(1);
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldRecordAFetchThatFails(Way way) {
        assertThat(catchThrowable(() -> fetch(way, "missing"))).isExactlyInstanceOf(ResourceNotFoundException.class);

        final JsonNode fetch = recorded.decisions("secret").get(0);
        assertThat(recorded.outcomes(fetch)).isEqualTo(1);
        assertThat(recorded.outcome(fetch).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcome(fetch).path("error").asText()).isEqualTo(ResourceNotFoundException.class.getName());
    }

    @Test
    void shouldRecordAFetchOfWhichTheRequestItselfIsRefused() {
        final SecretClient denied = builder(stub.deniedEndpoint()).buildClient();

        assertThat(catchThrowable(() -> denied.getSecret("allowed")))
                .hasStackTraceContaining("Remit refused this call: action=GET");

        assertThat(stub.requests()).isZero();
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).hasSize(1);
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("error");
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, mode = EnumSource.Mode.MATCH_ALL, names = "REACTIVE.*")
    void shouldDecideEverySubscription(Way way) {
        final Mono<String> mono = reactive(way, "allowed");

        assertThat(stub.requests()).isZero();
        mono.block(PATIENCE);
        mono.block(PATIENCE);
        mono.block(PATIENCE);

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
    void shouldRefuseAReactiveFetchWithAnErrorSignal() {
        final Mono<KeyVaultSecret> refused = asyncClient.getSecret("denied");

        assertThat(catchThrowable(refused::block)).isExactlyInstanceOf(AzureException.class);
        assertThat(stub.requests()).isZero();
    }

    @Test
    void shouldKnowTheValueBeforeTheApplicationsContinuationRuns() {
        stub.with("allowed", "azure-known-before-the-continuation");

        asyncClient
                .getSecret("allowed")
                .doOnNext(secret -> SecretUse.of(secret.getValue()))
                .block(PATIENCE);

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(SecretUse.arguments("«secret:azure-kv/allowed»"));
    }

    private String fetch(Way way, String name) throws Throwable {
        return switch (way) {
            case DIRECT -> client.getSecret(name).getValue();
            case VERSION -> client.getSecret(name, "0123").getValue();
            case RESPONSE ->
                client.getSecretWithResponse(name, "0123", Context.NONE)
                        .getValue()
                        .getValue();
            case LAMBDA -> {
                final Function<String, KeyVaultSecret> lambda = client::getSecret;
                yield lambda.apply(name).getValue();
            }
            case REFLECTION -> {
                try {
                    yield ((KeyVaultSecret) SecretClient.class
                                    .getMethod("getSecret", String.class)
                                    .invoke(client, name))
                            .getValue();
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
            case METHOD_HANDLE ->
                ((KeyVaultSecret) MethodHandles.lookup()
                                .findVirtual(
                                        SecretClient.class,
                                        "getSecret",
                                        MethodType.methodType(KeyVaultSecret.class, String.class))
                                .invoke(client, name))
                        .getValue();
            default -> reactive(way, name).block(PATIENCE);
        };
    }

    private Mono<String> reactive(Way way, String name) {
        return switch (way) {
            case REACTIVE -> asyncClient.getSecret(name).map(KeyVaultSecret::getValue);
            case REACTIVE_VERSION -> asyncClient.getSecret(name, "0123").map(KeyVaultSecret::getValue);
            case REACTIVE_RESPONSE ->
                asyncClient
                        .getSecretWithResponse(name, "0123")
                        .map(response -> response.getValue().getValue());
            case REACTIVE_LATEST_RESPONSE ->
                asyncClient
                        .getSecretWithResponse(name, null)
                        .map(response -> response.getValue().getValue());
            default -> throw new IllegalArgumentException(way.name());
        };
    }

    private static SecretClientBuilder builder(String endpoint) {
        return new SecretClientBuilder()
                .vaultUrl(endpoint)
                .disableChallengeResourceVerification()
                .credential(context -> Mono.just(
                        new AccessToken("it-token", OffsetDateTime.now().plusHours(1))))
                .httpClient(KeyVaultStub.plain());
    }
}
