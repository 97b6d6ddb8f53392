package dev.remit.it.awsssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Needs;
import dev.remit.it.Recorded;
import dev.remit.it.SecretUse;
import dev.remit.it.aws.AwsStub;
import dev.remit.it.aws.AwsWay;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ssm.SsmAsyncClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetAccessTokenRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

class AwsSsmTwins {
    private static final String ALLOWED = "/it/allowed";
    private static final String DENIED = "/it/denied";

    private final SsmStub stub = new SsmStub()
            .with(ALLOWED, "the-allowed-ssm-value")
            .with("/it/below/one", "first-below-the-path")
            .with("/it/below/two", "second-below-the-path")
            .with("oi-a11owed", "the-allowed-secret-key")
            .with(DENIED, "the-denied-ssm-value");
    private final SsmClient client = client(stub.endpoint());

    /** Made when it is asked for. */
    private SsmAsyncClient asyncClient;

    private final Recorded recorded = new Recorded();

    /** An operation, what it is asked for, and how policies know that. */
    private enum Fetch {
        ONE(
                "getParameter",
                (c, r) -> ((SsmClient) c).getParameter((GetParameterRequest) r),
                "it/allowed",
                "the-allowed-ssm-value") {
            @Override
            Object request(boolean allowed) {
                return GetParameterRequest.builder()
                        .name(allowed ? ALLOWED : DENIED)
                        .withDecryption(true)
                        .build();
            }
        },
        SEVERAL(
                "getParameters",
                (c, r) -> ((SsmClient) c).getParameters((GetParametersRequest) r),
                "it/allowed",
                "the-allowed-ssm-value") {
            @Override
            Object request(boolean allowed) {
                return GetParametersRequest.builder()
                        .names(allowed ? ALLOWED : DENIED)
                        .withDecryption(true)
                        .build();
            }
        },
        BELOW(
                "getParametersByPath",
                (c, r) -> ((SsmClient) c).getParametersByPath((GetParametersByPathRequest) r),
                "it/below/*",
                "first-below-the-path") {
            @Override
            Object request(boolean allowed) {
                return GetParametersByPathRequest.builder()
                        .path(allowed ? "/it/below" : "/it/denied")
                        .recursive(true)
                        .withDecryption(true)
                        .build();
            }
        },
        PAST(
                "getParameterHistory",
                (c, r) -> ((SsmClient) c).getParameterHistory((GetParameterHistoryRequest) r),
                "it/allowed",
                "the-allowed-ssm-value") {
            @Override
            Object request(boolean allowed) {
                return GetParameterHistoryRequest.builder()
                        .name(allowed ? ALLOWED : DENIED)
                        .withDecryption(true)
                        .build();
            }
        },
        @Needs("software.amazon.awssdk.services.ssm.model.GetAccessTokenRequest")
        ACCESS(
                "getAccessToken",
                (c, r) -> ((SsmClient) c).getAccessToken((GetAccessTokenRequest) r),
                "oi-a11owed",
                "the-allowed-secret-key") {
            @Override
            Object request(boolean allowed) {
                return GetAccessTokenRequest.builder()
                        .accessRequestId(allowed ? "oi-a11owed" : "oi-den1ed")
                        .build();
            }
        };

        private final String operation;
        private final AwsWay.Operation direct;
        private final String name;
        private final String value;

        Fetch(String operation, AwsWay.Operation direct, String name, String value) {
            this.operation = operation;
            this.direct = direct;
            this.name = name;
            this.value = value;
        }

        abstract Object request(boolean allowed);

        String denied() {
            return this == BELOW ? "it/denied/*" : this == ACCESS ? "oi-den1ed" : "it/denied";
        }

        /** What redaction calls the value. */
        String label() {
            return this == BELOW ? "it/below/one" : this == ACCESS ? "ASIA-it" : name;
        }
    }

    private static Stream<Arguments> everyWay() {
        return Stream.of(Fetch.values())
                .flatMap(fetch -> Stream.of(AwsWay.values()).map(way -> Arguments.of(fetch, way)));
    }

    @AfterEach
    void close() {
        client.close();
        if (asyncClient != null) {
            asyncClient.close();
        }
        stub.close();
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void shouldGuardEveryFetchHoweverItIsCalled(Fetch fetch, AwsWay way) throws Throwable {
        assertThat(call(fetch, way, true).toString()).startsWith("Get");
        final Throwable refusal = catchThrowable(() -> call(fetch, way, false));

        assertThat(refusal)
                .isExactlyInstanceOf(SecurityException.class)
                .hasMessageContaining("action=FetchSecret; resource=Secret/aws-ssm/" + fetch.denied() + ";")
                .hasMessageContaining("policy=denied-aws-parameters; reason=the payment key is not for agents;"
                        + " instead=ask a person to pay;");
        assertThat(stub.requests()).isEqualTo(1);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(fetches)
                .extracting(d -> d.path("resource").asText())
                .containsExactly(
                        "Remit::Secret::\"aws-ssm/" + fetch.name + "\"",
                        "Remit::Secret::\"aws-ssm/" + fetch.denied() + "\"");
        assertThat(fetches).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcome(fetches.get(1)).path("outcome").asText()).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource(Fetch.class)
    void shouldRecordTheRequestAsAChildOfTheFetch(Fetch fetch) throws Exception {
        AgentWork.inSession("s-ssm", () -> unchecked(fetch, AwsWay.LAMBDA));

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "secret", "http");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-ssm"));
        assertThat(decisions.subList(1, 3))
                .extracting(d -> d.path("parent").asLong())
                .containsExactly(
                        decisions.get(0).path("call").asLong(),
                        decisions.get(1).path("call").asLong());
    }

    @ParameterizedTest
    @EnumSource(Fetch.class)
    void shouldKnowTheValueBeforeTheApplicationsContinuationRuns(Fetch fetch) throws Throwable {
        ((CompletableFuture<?>) SsmAsyncClient.class
                        .getMethod(fetch.operation, fetch.request(true).getClass())
                        .invoke(asyncClient(), fetch.request(true)))
                .thenAccept(answer -> SecretUse.of(fetch.value))
                .get(20, TimeUnit.SECONDS);

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(SecretUse.arguments("«secret:aws-ssm/" + fetch.label() + "»"));
    }

    @Test
    void shouldNotHideWhatItsOwnerDoesNotCallASecret() {
        stub.with("/it/allowed", "String", "a-plain-parameter");

        SecretUse.of(client.getParameter(r -> r.name(ALLOWED)).parameter().value());
        client.getParameterHistory(r -> r.name(ALLOWED));
        SecretUse.of("a-plain-parameter");

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsOnly(SecretUse.arguments("a-plain-parameter"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/it/denied",
                "it/denied",
                "/it/denied:1",
                "/it/denied:a-label",
                SsmStub.ARN + "/it/denied",
                SsmStub.ARN + "/it/denied:1",
            })
    void shouldKnowAParameterByOneName(String name) {
        assertThat(catchThrowable(() -> client.getParameter(r -> r.name(name))))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("resource=Secret/aws-ssm/it/denied;");
        assertThat(catchThrowable(() -> client.getParameters(r -> r.names(ALLOWED, name))))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("resource=Secret/aws-ssm/it/denied;");
        assertThat(stub.requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/IT/allowed", "/it/unknown-to-the-policy", "/it/allowed/x", "it"})
    void shouldRefuseEveryOtherName(String name) {
        assertThat(catchThrowable(() -> client.getParameter(r -> r.name(name)))).isInstanceOf(SecurityException.class);
        assertThat(catchThrowable(() -> client.getParametersByPath(r -> r.path(name))))
                .isInstanceOf(SecurityException.class);
        assertThat(stub.requests()).isZero();
    }

    @Test
    void shouldRefuseWhatNamesNone() {
        assertThat(catchThrowable(() -> client.getParameter(r -> {}))).isInstanceOf(SecurityException.class);
        assertThat(catchThrowable(() -> client.getParameters(r -> {}))).isInstanceOf(SecurityException.class);
        assertThat(catchThrowable(() -> client.getParametersByPath(r -> {})))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("resource=Secret/aws-ssm/*;");
        assertThat(stub.requests()).isZero();
    }

    @Test
    void shouldDecideEachParameterOfSeveral() {
        assertThat(client.getParameters(r -> r.names(ALLOWED, "/it/missing")).invalidParameters())
                .containsExactly("/it/missing");
        assertThat(catchThrowable(() -> client.getParameters(r -> r.names(ALLOWED, DENIED, "/it/missing"))))
                .isInstanceOf(SecurityException.class);

        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches)
                .extracting(d -> d.path("verdict").asText())
                .containsExactly("allow", "allow", "allow", "deny");
        assertThat(fetches)
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("ok", "ok", "refused", "refused");
        assertThat(stub.requests()).isEqualTo(1);
    }

    @Test
    void shouldDecideEachPageOfAPath() {
        assertThat(client.getParametersByPathPaginator(r -> r.path("/it/below/").recursive(true)).stream()
                        .flatMap(page -> page.parameters().stream()))
                .extracting(p -> p.value())
                .containsExactly("first-below-the-path", "second-below-the-path");

        assertThat(stub.requests()).isEqualTo(2);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches)
                .extracting(d -> d.path("resource").asText())
                .containsExactly("Remit::Secret::\"aws-ssm/it/below/*\"", "Remit::Secret::\"aws-ssm/it/below/*\"");
        assertThat(fetches).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource(
            value = AwsWay.class,
            names = {"LAMBDA", "ASYNCHRONOUS"})
    void shouldTakeARetryForAPartOfTheFetch(AwsWay way) throws Throwable {
        stub.failing(2);

        call(Fetch.ONE, way, true);

        assertThat(stub.requests()).isEqualTo(3);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).hasSize(1);
        assertThat(recorded.outcomes(fetches.get(0))).isEqualTo(1);
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
    }

    @Test
    void shouldMakeOneAttemptWhereTheRequestItselfIsRefused() {
        try (SsmClient denied = client(stub.deniedEndpoint())) {
            assertThat(catchThrowable(() -> denied.getParameter(r -> r.name(ALLOWED))))
                    .hasStackTraceContaining("Remit refused this call: action=POST");
        }

        assertThat(stub.requests()).isZero();
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).hasSize(1);
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("error");
    }

    @ParameterizedTest
    @EnumSource(
            value = AwsWay.class,
            names = {"LAMBDA", "ASYNCHRONOUS"})
    void shouldRecordAFetchThatFails(AwsWay way) {
        stub.close();

        assertThat(catchThrowable(() -> call(Fetch.ONE, way, true))).isInstanceOf(SdkClientException.class);

        final JsonNode fetch = recorded.decisions("secret").get(0);
        assertThat(recorded.outcomes(fetch)).isEqualTo(1);
        assertThat(recorded.outcome(fetch).path("error").asText()).isEqualTo(SdkClientException.class.getName());
    }

    @Test
    void shouldRecordAnAsynchronousFetchThatIsCancelled() throws Exception {
        stub.failing(100);
        final CompletableFuture<?> fetch = asyncClient().getParameter(r -> r.name(ALLOWED));

        fetch.cancel(true);

        assertThat(recorded.outcome(recorded.decisions("secret").get(0))
                        .path("outcome")
                        .asText())
                .isEqualTo("cancelled");
    }

    @Test
    void shouldThrowAsWithoutTheGuardWhenTheServiceKnowsNoSuchParameter() {
        assertThat(catchThrowable(() -> client.getParameter(r -> r.name("/it/missing"))))
                .isInstanceOf(ParameterNotFoundException.class);
        assertThat(recorded.outcome(recorded.decisions("secret").get(0))
                        .path("outcome")
                        .asText())
                .isEqualTo("error");
    }

    private Object unchecked(Fetch fetch, AwsWay way) {
        try {
            return call(fetch, way, true);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private Object call(Fetch fetch, AwsWay way, boolean allowed) throws Throwable {
        return way.call(
                way.isAsynchronous() ? SsmAsyncClient.class : SsmClient.class,
                way.isAsynchronous() ? asyncClient() : client,
                fetch.operation,
                fetch.request(allowed),
                fetch.direct);
    }

    private SsmAsyncClient asyncClient() {
        if (asyncClient == null) {
            asyncClient = AwsStub.at(SsmAsyncClient.builder(), stub.endpoint())
                    .httpClient(AwsStub.TRANSPORT)
                    .build();
        }
        return asyncClient;
    }

    private static SsmClient client(URI endpoint) {
        return AwsStub.at(SsmClient.builder(), endpoint)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
