package dev.remit.it.gcpsecretmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutures;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretVersionName;
import com.google.common.util.concurrent.MoreExecutors;
import dev.remit.it.AgentWork;
import dev.remit.it.Needs;
import dev.remit.it.Recorded;
import dev.remit.it.Refusals;
import dev.remit.it.SecretUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GcpSecretManagerTwins {
    private static final String ALLOWED = "projects/it/secrets/allowed";
    private static final String DENIED = "projects/it/secrets/denied";

    private final SecretManagerStub stub =
            new SecretManagerStub().with(ALLOWED, "the-allowed-gcp-value").with(DENIED, "the-denied-gcp-value");
    private final SecretManagerServiceClient client = client();
    private final Recorded recorded = new Recorded();

    private enum Way {
        DIRECT,
        NAME,
        STRING,
        CALLABLE,
        CALLABLE_WITH_CONTEXT,
        FUTURE,
        LAMBDA,
        REFLECTION,
        METHOD_HANDLE,
        @Needs("com.google.cloud.secretmanager.v1.SecretManagerServiceSettings#newHttpJsonBuilder")
        HTTP,
        BETA,
        @Needs("com.google.cloud.secretmanager.v1beta1.SecretManagerServiceSettings#newHttpJsonBuilder")
        BETA_OVER_HTTP
    }

    @AfterEach
    void close() {
        client.close();
        stub.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardAnAccessHoweverItIsMade(Way way) throws Throwable {
        assertThat(access(way, "allowed")).isEqualTo("the-allowed-gcp-value");
        final Throwable refusal = catchThrowable(() -> access(way, "denied"));

        assertThat(refusal)
                .isExactlyInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining(
                        "Remit refused this call: action=FetchSecret; resource=Secret/gcp-sm/projects/it/secrets/denied;")
                .hasMessageContaining("policy=denied-gcp-secret; reason=the payment key is not for agents;"
                        + " instead=ask a person to pay;");
        assertThat(((PermissionDeniedException) refusal).isRetryable()).isFalse();
        assertThat(stub.requests()).isEqualTo(1);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(fetches)
                .extracting(d -> d.path("resource").asText())
                .containsExactly(
                        "Remit::Secret::\"gcp-sm/projects/it/secrets/allowed\"",
                        "Remit::Secret::\"gcp-sm/projects/it/secrets/denied\"");
        assertThat(fetches).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcome(fetches.get(1)).path("outcome").asText()).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldRedactWhatWasAccessed(Way way) throws Throwable {
        stub.with(ALLOWED, "gcp-password-for-" + way);

        SecretUse.of(access(way, "allowed"));

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(SecretUse.arguments("«secret:gcp-sm/projects/it/secrets/allowed»"));
    }

    @Test
    void shouldKnowTheValueBeforeTheApplicationsContinuationRuns() throws Throwable {
        stub.with(ALLOWED, "gcp-known-before-the-continuation");

        Refusals.get(ApiFutures.transform(
                client.accessSecretVersionCallable().futureCall(request("allowed")),
                answer -> {
                    SecretUse.of(answer.getPayload().getData().toStringUtf8());
                    return answer;
                },
                MoreExecutors.directExecutor()));

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(SecretUse.arguments("«secret:gcp-sm/projects/it/secrets/allowed»"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"DIRECT", "HTTP"})
    void shouldRecordTheRequestAsAChildOfTheFetch(Way way) throws Exception {
        AgentWork.inSession("s-gcp", () -> {
            try {
                return access(way, "allowed");
            } catch (Throwable t) {
                throw new AssertionError(t);
            }
        });

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "secret", "http");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-gcp"));
        assertThat(decisions.subList(1, decisions.size()))
                .extracting(d -> d.path("parent").asLong())
                .containsExactly(
                        decisions.get(0).path("call").asLong(),
                        decisions.get(1).path("call").asLong());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DENIED + "/versions/1",
                DENIED + "/versions/latest",
                DENIED,
                "projects/it/locations/europe-west3/secrets/allowed/versions/1",
                "projects/other/secrets/allowed/versions/1",
                "projects/it/secrets/ALLOWED/versions/1",
                "projects/it/secrets/unknown-to-the-policy/versions/1",
                ""
            })
    void shouldRefuseEveryOtherName(String name) {
        assertThat(catchThrowable(() -> client.accessSecretVersion(name)))
                .isExactlyInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("Remit refused this call");
        assertThat(stub.requests()).isZero();
    }

    @Test
    void shouldFailTheFutureOfARefusedAccess() {
        final ApiFuture<AccessSecretVersionResponse> refused =
                client.accessSecretVersionCallable().futureCall(request("denied"));

        assertThat(refused.isDone()).isTrue();
        assertThat(catchThrowable(refused::get))
                .isInstanceOf(ExecutionException.class)
                .hasCauseExactlyInstanceOf(PermissionDeniedException.class);
    }

    @Test
    void shouldDecideARetriedAccessOnce() {
        stub.failing(2);

        assertThat(client.accessSecretVersion(request("allowed")).hasPayload()).isTrue();

        assertThat(stub.requests()).isEqualTo(3);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).hasSize(1);
        assertThat(recorded.outcomes(fetches.get(0))).isEqualTo(1);
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
    }

    @Test
    void shouldRecordAnAccessThatFails() {
        assertThat(catchThrowable(() -> client.accessSecretVersion(request("missing"))))
                .isExactlyInstanceOf(NotFoundException.class);

        final JsonNode fetch = recorded.decisions("secret").get(0);
        assertThat(recorded.outcome(fetch).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcome(fetch).path("error").asText()).isEqualTo(NotFoundException.class.getName());
    }

    @Test
    void shouldRecordAnAccessThatIsCancelled() {
        final ApiFuture<AccessSecretVersionResponse> hanging = client.accessSecretVersionCallable()
                .futureCall(AccessSecretVersionRequest.newBuilder()
                        .setName(ALLOWED + "/versions/hanging")
                        .build());

        assertThat(hanging.cancel(true)).isTrue();
        assertThat(hanging.isCancelled()).isTrue();
        assertThat(catchThrowable(hanging::get)).isInstanceOf(CancellationException.class);
        final JsonNode fetch = recorded.decisions("secret").get(0);
        assertThat(recorded.outcomes(fetch)).isEqualTo(1);
        assertThat(recorded.outcome(fetch).path("outcome").asText()).isEqualTo("cancelled");
    }

    @Test
    void shouldNotTakeAnotherCallForAFetch() {
        assertThat(catchThrowable(() -> client.getSecret(DENIED))).hasMessageContaining("UNIMPLEMENTED");

        assertThat(recorded.decisions("secret")).isEmpty();
    }

    private String access(Way way, String secret) throws Throwable {
        final AccessSecretVersionRequest request = request(secret);
        return switch (way) {
            case DIRECT -> text(client.accessSecretVersion(request));
            case NAME -> text(client.accessSecretVersion(SecretVersionName.of("it", secret, "latest")));
            case STRING -> text(client.accessSecretVersion(request.getName()));
            case CALLABLE -> text(client.accessSecretVersionCallable().call(request));
            case CALLABLE_WITH_CONTEXT ->
                text(Refusals.get(client.accessSecretVersionCallable().futureCall(request, null)));
            case FUTURE ->
                text(Refusals.get(client.accessSecretVersionCallable().futureCall(request)));
            case LAMBDA -> {
                final Function<AccessSecretVersionRequest, AccessSecretVersionResponse> lambda =
                        client::accessSecretVersion;
                yield text(lambda.apply(request));
            }
            case REFLECTION -> {
                try {
                    yield text((AccessSecretVersionResponse) SecretManagerServiceClient.class
                            .getMethod("accessSecretVersion", AccessSecretVersionRequest.class)
                            .invoke(client, request));
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
            case METHOD_HANDLE ->
                text((AccessSecretVersionResponse) MethodHandles.lookup()
                        .findVirtual(
                                SecretManagerServiceClient.class,
                                "accessSecretVersion",
                                MethodType.methodType(
                                        AccessSecretVersionResponse.class, AccessSecretVersionRequest.class))
                        .invoke(client, request));
            case HTTP -> {
                try (SecretManagerServiceClient over =
                        SecretManagerServiceClient.create(SecretManagerServiceSettings.newHttpJsonBuilder()
                                .setEndpoint(stub.httpEndpoint())
                                .setCredentialsProvider(NoCredentialsProvider.create())
                                .build())) {
                    yield text(over.accessSecretVersion(request));
                }
            }
            case BETA ->
                beta(
                        com.google.cloud.secretmanager.v1beta1.SecretManagerServiceSettings.newBuilder()
                                .setTransportChannelProvider(channel()),
                        request.getName());
            case BETA_OVER_HTTP ->
                beta(
                        com.google.cloud.secretmanager.v1beta1.SecretManagerServiceSettings.newHttpJsonBuilder()
                                .setEndpoint(stub.httpEndpoint()),
                        request.getName());
        };
    }

    private static String beta(
            com.google.cloud.secretmanager.v1beta1.SecretManagerServiceSettings.Builder settings, String name)
            throws IOException {
        try (com.google.cloud.secretmanager.v1beta1.SecretManagerServiceClient over =
                com.google.cloud.secretmanager.v1beta1.SecretManagerServiceClient.create(
                        settings.setCredentialsProvider(NoCredentialsProvider.create())
                                .build())) {
            return over.accessSecretVersion(name).getPayload().getData().toStringUtf8();
        }
    }

    private static AccessSecretVersionRequest request(String secret) {
        return AccessSecretVersionRequest.newBuilder()
                .setName("projects/it/secrets/" + secret + "/versions/latest")
                .build();
    }

    private static String text(AccessSecretVersionResponse answer) {
        return answer.getPayload().getData().toStringUtf8();
    }

    private SecretManagerServiceClient client() {
        try {
            return SecretManagerServiceClient.create(SecretManagerServiceSettings.newBuilder()
                    .setTransportChannelProvider(channel())
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InstantiatingGrpcChannelProvider channel() {
        return SecretManagerServiceSettings.defaultGrpcTransportProviderBuilder()
                .setEndpoint(stub.endpoint())
                .setChannelConfigurator(channel -> channel.usePlaintext())
                .build();
    }
}
