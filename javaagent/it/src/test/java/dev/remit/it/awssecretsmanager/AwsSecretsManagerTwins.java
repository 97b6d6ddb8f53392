package dev.remit.it.awssecretsmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Needs;
import dev.remit.it.Recorded;
import dev.remit.it.SecretUse;
import dev.remit.it.aws.AwsStub;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerAsyncClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

class AwsSecretsManagerTwins {
    private static final String ALLOWED = "it/allowed";
    private static final String DENIED = "it/denied";

    private final SecretsManagerStub stub = new SecretsManagerStub()
            .with(ALLOWED, "the-allowed-sm-value")
            .with("it/json", "{\"user\":\"it-user-1\",\"password\":\"it-pass-word\"}")
            .with(DENIED, "the-denied-sm-value");
    private final SecretsManagerClient client = client(UrlConnectionHttpClient.create());

    /** Made when it is asked for. */
    private SecretsManagerAsyncClient asyncClient;

    private final Recorded recorded = new Recorded();

    private enum Way {
        DIRECT,
        CONSUMER,
        REFLECTION,
        METHOD_HANDLE,
        PROXY
    }

    private enum Transport {
        URL_CONNECTION,
        @Needs("software.amazon.awssdk.http.apache5.Apache5HttpClient")
        APACHE_5
    }

    @AfterEach
    void close() {
        client.close();
        if (asyncClient != null) {
            asyncClient.close();
        }
        stub.close();
    }

    private SecretsManagerAsyncClient asyncClient() {
        if (asyncClient == null) {
            asyncClient = AwsStub.at(SecretsManagerAsyncClient.builder(), stub.endpoint())
                    .httpClient(AwsStub.TRANSPORT)
                    .build();
        }
        return asyncClient;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardGetSecretValueHoweverItIsCalled(Way way) throws Throwable {
        assertThat(get(way, ALLOWED).secretString()).isEqualTo("the-allowed-sm-value");
        final Throwable refusal = catchThrowable(() -> get(way, DENIED));

        assertThat(refusal)
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("action=FetchSecret; resource=Secret/aws-sm/it/denied;")
                .hasMessageContaining("policy=denied-aws-secret; reason=the payment key is not for agents;"
                        + " instead=ask a person to pay;");
        assertThat(stub.requests()).isEqualTo(1);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(fetches)
                .extracting(d -> d.path("resource").asText())
                .containsExactly("Remit::Secret::\"aws-sm/it/allowed\"", "Remit::Secret::\"aws-sm/it/denied\"");
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcome(fetches.get(1)).path("outcome").asText()).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void shouldRecordTheRequestAsAChildOfTheFetch(Transport transport) throws Exception {
        try (SecretsManagerClient over = client(http(transport))) {
            AgentWork.inSession("s-aws", () -> over.getSecretValue(request(ALLOWED)));
        }

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).startsWith("tool", "secret");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-aws"));
        assertThat(decisions.subList(1, decisions.size()))
                .extracting(d -> d.path("parent").asLong())
                .startsWith(
                        decisions.get(0).path("call").asLong(),
                        decisions.get(1).path("call").asLong());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SecretsManagerStub.ARN + DENIED + SecretsManagerStub.SUFFIX,
                SecretsManagerStub.ARN + DENIED,
                "it/unknown-to-the-policy",
                "IT/ALLOWED",
                "it/allowed ",
                "it/allowed/",
            })
    void shouldRefuseEveryOtherName(String id) {
        assertThat(catchThrowable(() -> client.getSecretValue(request(id)))).isInstanceOf(SecurityException.class);
        assertThat(stub.requests()).isZero();
    }

    @Test
    void shouldKnowASecretByItsFriendlyNameWhenItIsAskedForByArn() {
        final String arn = SecretsManagerStub.ARN + ALLOWED + SecretsManagerStub.SUFFIX;

        assertThat(client.getSecretValue(request(arn)).secretString()).isEqualTo("the-allowed-sm-value");

        assertThat(recorded.decisions("secret"))
                .extracting(d -> d.path("resource").asText())
                .containsExactly("Remit::Secret::\"aws-sm/it/allowed\"");
    }

    @Test
    void shouldMakeOneAttemptWhereTheRequestItselfIsRefused() {
        try (SecretsManagerClient denied = AwsStub.at(SecretsManagerClient.builder(), stub.deniedEndpoint())
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            assertThat(catchThrowable(() -> denied.getSecretValue(request(ALLOWED))))
                    .hasStackTraceContaining("Remit refused this call: action=POST");
        }

        assertThat(stub.requests()).isZero();
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).hasSize(1);
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("error");
    }

    @Test
    void shouldRecordAFetchThatFails() {
        stub.close();

        assertThat(catchThrowable(
                        () -> asyncClient().getSecretValue(request(ALLOWED)).join()))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(SdkClientException.class);

        final JsonNode fetch = recorded.decisions("secret").get(0);
        assertThat(recorded.outcome(fetch).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcome(fetch).path("error").asText()).isEqualTo(SdkClientException.class.getName());
    }

    @Test
    void shouldFailTheFutureOfARefusedAsynchronousFetch() throws Exception {
        assertThat(asyncClient()
                        .getSecretValue(request(ALLOWED))
                        .get(20, TimeUnit.SECONDS)
                        .secretString())
                .isEqualTo("the-allowed-sm-value");
        final Throwable refusal = catchThrowable(
                () -> asyncClient().getSecretValue(request(DENIED)).join());

        assertThat(refusal).isInstanceOf(CompletionException.class);
        assertThat(refusal.getCause())
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("Remit refused this call: action=FetchSecret");
        assertThat(stub.requests()).isEqualTo(1);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(recorded.outcomes(fetches.get(0))).isEqualTo(1);
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcome(fetches.get(1)).path("outcome").asText()).isEqualTo("refused");
    }

    @Test
    void shouldKnowTheValueBeforeTheApplicationsContinuationRuns() throws Exception {
        stub.with(ALLOWED, "known-before-the-continuation");

        asyncClient()
                .getSecretValue(request(ALLOWED))
                .thenAccept(answer -> SecretUse.of(answer.secretString()))
                .get(20, TimeUnit.SECONDS);

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(SecretUse.arguments("«secret:aws-sm/it/allowed»"));
    }

    @Test
    void shouldRedactTheStringsOfAJsonSecretAndABinaryOneThatIsText() throws Exception {
        client.getSecretValue(request("it/json"));
        SecretUse.of("it-pass-word");
        stub.with("it/binary", "binary-text-value".getBytes(StandardCharsets.UTF_8));
        SecretUse.of(client.getSecretValue(request("it/binary")).secretBinary().asUtf8String());

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(
                        SecretUse.arguments("«secret:aws-sm/it/json»"),
                        SecretUse.arguments("«secret:aws-sm/it/binary»"));
    }

    @Test
    @Needs("software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest")
    void shouldDecideEachSecretOfABatch() throws Exception {
        stub.with(ALLOWED, "first-of-the-batch");

        AgentWork.inSession("s-batch", () -> {
            client.batchGetSecretValue(Batch.of(ALLOWED, "it/json"));
            return "";
        });
        SecretUse.of("first-of-the-batch");

        final List<JsonNode> decisions = recorded.decisions();
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches)
                .extracting(d -> d.path("resource").asText())
                .containsExactly("Remit::Secret::\"aws-sm/it/allowed\"", "Remit::Secret::\"aws-sm/it/json\"");
        assertThat(fetches)
                .allSatisfy(d -> assertThat(d.path("parent").asLong())
                        .isEqualTo(decisions.get(0).path("call").asLong()))
                .allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1))
                .allSatisfy(d ->
                        assertThat(recorded.outcome(d).path("outcome").asText()).isEqualTo("ok"));
        assertThat(recorded.decisions("http"))
                .singleElement()
                .satisfies(d -> assertThat(d.path("parent").asLong())
                        .isEqualTo(fetches.get(0).path("call").asLong()));
        assertThat(recorded.decisions("tool").get(1).path("arguments").asText())
                .isEqualTo(SecretUse.arguments("«secret:aws-sm/it/allowed»"));
    }

    @Test
    @Needs("software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest")
    void shouldRefuseABatchOfWhichOneSecretIsRefused() {
        assertThat(catchThrowable(() -> client.batchGetSecretValue(Batch.of(ALLOWED, DENIED, "it/json"))))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("resource=Secret/aws-sm/it/denied;");
        assertThat(catchThrowable(() -> asyncClient()
                                .batchGetSecretValue(Batch.of(ALLOWED, DENIED))
                                .join())
                        .getCause())
                .isInstanceOf(SecurityException.class);

        assertThat(stub.requests()).isZero();
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches)
                .extracting(d -> d.path("verdict").asText())
                .containsExactly("allow", "deny", "allow", "deny");
        assertThat(fetches)
                .allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1))
                .allSatisfy(d ->
                        assertThat(recorded.outcome(d).path("outcome").asText()).isEqualTo("refused"));
    }

    @Test
    @Needs("software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest")
    void shouldEndEachFetchOfAnAsynchronousBatch() throws Exception {
        asyncClient().batchGetSecretValue(Batch.of(ALLOWED, "it/json")).get(20, TimeUnit.SECONDS);

        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches)
                .hasSize(2)
                .allSatisfy(d ->
                        assertThat(recorded.outcome(d).path("outcome").asText()).isEqualTo("ok"));
    }

    @Test
    @Needs("software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest")
    void shouldDecideABatchThatNamesNoneAsAll() {
        assertThat(catchThrowable(() -> client.batchGetSecretValue(BatchGetSecretValueRequest.builder()
                        .filters(Filter.builder().key("name").values("it").build())
                        .build())))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("resource=Secret/aws-sm/*;");
        assertThat(catchThrowable(() -> client.batchGetSecretValue(Batch.of()))).isInstanceOf(SecurityException.class);
        assertThat(catchThrowable(() ->
                        client.getSecretValue(GetSecretValueRequest.builder().build())))
                .isInstanceOf(SecurityException.class);
        assertThat(stub.requests()).isZero();
    }

    @Test
    void shouldThrowAsWithoutTheGuardWhenTheServiceKnowsNoSuchSecret() {
        try (SecretsManagerStub empty = new SecretsManagerStub();
                SecretsManagerClient asking = AwsStub.at(SecretsManagerClient.builder(), empty.endpoint())
                        .httpClient(UrlConnectionHttpClient.create())
                        .build()) {
            assertThat(catchThrowable(() -> asking.getSecretValue(request(ALLOWED))))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
    }

    private GetSecretValueResponse get(Way way, String name) throws Throwable {
        final GetSecretValueRequest request = request(name);
        return switch (way) {
            case DIRECT -> client.getSecretValue(request);
            case CONSUMER -> client.getSecretValue(r -> r.secretId(name));
            case REFLECTION -> {
                try {
                    yield (GetSecretValueResponse) SecretsManagerClient.class
                            .getMethod("getSecretValue", GetSecretValueRequest.class)
                            .invoke(client, request);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
            case METHOD_HANDLE ->
                (GetSecretValueResponse) MethodHandles.lookup()
                        .findVirtual(
                                SecretsManagerClient.class,
                                "getSecretValue",
                                MethodType.methodType(GetSecretValueResponse.class, GetSecretValueRequest.class))
                        .invoke(client, request);
            case PROXY -> {
                final SecretsManagerClient proxy = (SecretsManagerClient) Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {SecretsManagerClient.class},
                        (self, method, arguments) -> {
                            try {
                                return method.invoke(client, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
                yield proxy.getSecretValue(request);
            }
        };
    }

    private static GetSecretValueRequest request(String name) {
        return GetSecretValueRequest.builder().secretId(name).build();
    }

    /** Apart, for not every version of the library has its type. */
    private static final class Batch {
        static BatchGetSecretValueRequest of(String... names) {
            return BatchGetSecretValueRequest.builder().secretIdList(names).build();
        }
    }

    private SecretsManagerClient client(SdkHttpClient http) {
        return AwsStub.at(SecretsManagerClient.builder(), stub.endpoint())
                .httpClient(http)
                .build();
    }

    private static SdkHttpClient http(Transport transport) {
        return transport == Transport.APACHE_5 ? Apache5HttpClient.create() : UrlConnectionHttpClient.create();
    }
}
