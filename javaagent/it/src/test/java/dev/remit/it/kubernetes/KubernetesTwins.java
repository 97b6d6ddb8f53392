package dev.remit.it.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.reflect.TypeToken;
import dev.remit.it.AgentWork;
import dev.remit.it.KubernetesStub;
import dev.remit.it.Recorded;
import dev.remit.it.Refusals;
import dev.remit.it.SecretUse;
import io.kubernetes.client.openapi.ApiCallback;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1SecretList;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesTwins {
    private final KubernetesStub stub = new KubernetesStub()
            .with("it/allowed", "the-allowed-k8s-value")
            .with("it/denied", "the-denied-k8s-value")
            .with("it-open/first", "the-first-value");
    private final ApiClient client = new ApiClient().setBasePath(stub.endpoint());
    private final CoreV1Api api = new CoreV1Api(client);
    private final Recorded recorded = new Recorded();

    private enum Way {
        DIRECT,
        HTTP_INFO,
        ASYNC,
        CALL,
        GENERIC,
        LAMBDA,
        REFLECTION,
        METHOD_HANDLE
    }

    private enum Several {
        LIST,
        ANY_NAMESPACE,
        LABEL,
        ASYNC,
        WATCH
    }

    /** Completes a future. */
    private record Completing<T>(CompletableFuture<T> future) implements ApiCallback<T> {
        @Override
        public void onFailure(ApiException e, int status, Map<String, List<String>> headers) {
            future.completeExceptionally(e);
        }

        @Override
        public void onSuccess(T result, int status, Map<String, List<String>> headers) {
            future.complete(result);
        }

        @Override
        public void onUploadProgress(long written, long length, boolean done) {}

        @Override
        public void onDownloadProgress(long read, long length, boolean done) {}
    }

    @AfterEach
    void close() {
        client.getHttpClient().dispatcher().executorService().shutdownNow();
        stub.close();
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = "GENERIC")
    void shouldGuardAReadHoweverItIsMade(Way way) throws Throwable {
        assertThat(get(way, "allowed")).isEqualTo("the-allowed-k8s-value");
        final Throwable refusal = catchThrowable(() -> get(way, "denied"));

        assertThat(refusal)
                .isExactlyInstanceOf(ApiException.class)
                .hasMessageContaining("Remit refused this call: action=FetchSecret; resource=Secret/k8s/it/denied;")
                .hasMessageContaining("policy=denied-kubernetes-secret; reason=the payment key is not for agents;"
                        + " instead=ask a person to pay;");
        assertOneEach();
    }

    @Test
    void shouldGuardAReadOfTheGenericApi() throws Throwable {
        assertThat(get(Way.GENERIC, "allowed")).isEqualTo("the-allowed-k8s-value");
        assertThat(catchThrowable(() -> get(Way.GENERIC, "denied")))
                .hasStackTraceContaining("Remit refused this call: action=FetchSecret");

        assertOneEach();
    }

    private void assertOneEach() {
        assertThat(stub.requests()).isEqualTo(1);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(fetches)
                .extracting(d -> d.path("resource").asText())
                .containsExactly("Remit::Secret::\"k8s/it/allowed\"", "Remit::Secret::\"k8s/it/denied\"");
        assertThat(fetches).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcome(fetches.get(1)).path("outcome").asText()).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = "GENERIC")
    void shouldRedactTheValueInBothForms(Way way) throws Throwable {
        final String password = "kubernetes-password-for-" + way;
        stub.with("it/allowed", password);

        SecretUse.of(get(way, "allowed"));
        SecretUse.of(Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8)));
        SecretUse.of("it-label");

        final String label = SecretUse.arguments("«secret:k8s/it/allowed»");
        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(label, label, SecretUse.arguments("it-label"));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldRecordTheRequestAsAChildOfTheRead(Way way) throws Exception {
        AgentWork.inSession("s-k8s", () -> {
            try {
                return get(way, "allowed");
            } catch (Throwable t) {
                throw new AssertionError(t);
            }
        });

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "secret", "http");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-k8s"));
        for (int i = 1; i < 3; i++) {
            assertThat(decisions.get(i).path("parent").asLong())
                    .isEqualTo(decisions.get(i - 1).path("call").asLong());
        }
    }

    @ParameterizedTest
    @EnumSource(Several.class)
    void shouldGuardSeveralHoweverTheyAreRead(Several way) throws Throwable {
        final Throwable refusal = catchThrowable(() -> several(way, "it"));
        final int refused = stub.requests();
        if (way != Several.ANY_NAMESPACE) {
            assertThat(several(way, "it-open")).isEqualTo("the-first-value");
        }

        assertThat(refusal).isExactlyInstanceOf(ApiException.class).hasMessageContaining("Remit refused this call");
        assertThat(refused).isZero();
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches.get(0).path("resource").asText())
                .isEqualTo(way == Several.ANY_NAMESPACE ? "Remit::Secret::\"k8s/*/*\"" : "Remit::Secret::\"k8s/it/*\"");
        assertThat(fetches)
                .hasSize(way == Several.ANY_NAMESPACE ? 1 : 2)
                .allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource(value = Several.class, mode = EnumSource.Mode.EXCLUDE, names = "ANY_NAMESPACE")
    void shouldRedactEachOfSeveral(Several way) throws Throwable {
        stub.with("it-open/first", "kubernetes-first-password-for-" + way);

        SecretUse.of(several(way, "it-open"));

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(SecretUse.arguments("«secret:k8s/it-open/first»"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown-to-the-policy", "allowed/../denied", "ALLOWED", "%64enied"})
    void shouldRefuseEveryOtherName(String name) {
        assertThat(catchThrowable(() -> api.readNamespacedSecret(name, "it").execute()))
                .isExactlyInstanceOf(ApiException.class)
                .hasMessageContaining("Remit refused this call");
        assertThat(stub.requests()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"DIRECT", "ASYNC"})
    void shouldRecordAReadThatFails(Way way) {
        assertThat(catchThrowable(() -> get(way, "missing")))
                .isExactlyInstanceOf(ApiException.class)
                .satisfies(
                        thrown -> assertThat(((ApiException) thrown).getCode()).isEqualTo(404));

        final JsonNode fetch = recorded.decisions("secret").get(0);
        assertThat(recorded.outcomes(fetch)).isEqualTo(1);
        assertThat(recorded.outcome(fetch).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcome(fetch).path("error").asText()).isEqualTo(ApiException.class.getName());
    }

    @Test
    void shouldKnowTheValueBeforeTheApplicationsCallbackRuns() throws Throwable {
        stub.with("it/allowed", "kubernetes-known-before-the-callback");
        final CompletableFuture<V1Secret> answer = new CompletableFuture<>();
        final CompletableFuture<Void> used = answer.thenAccept(secret -> SecretUse.of(text(secret)));
        api.readNamespacedSecret("allowed", "it").executeAsync(new Completing<>(answer));
        Refusals.get(used);

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(SecretUse.arguments("«secret:k8s/it/allowed»"));
    }

    @Test
    void shouldNotTakeAnotherResourceForASecret() throws Exception {
        assertThat(api.readNamespacedConfigMap("denied", "it").execute().getData())
                .containsEntry("password", "the-denied-k8s-value");
        assertThat(api.listNamespacedConfigMap("it").execute().getItems()).hasSize(3);

        assertThat(recorded.decisions("secret")).isEmpty();
    }

    private String get(Way way, String name) throws Throwable {
        return switch (way) {
            case DIRECT -> text(api.readNamespacedSecret(name, "it").execute());
            case HTTP_INFO ->
                text(api.readNamespacedSecret(name, "it").executeWithHttpInfo().getData());
            case ASYNC -> {
                final CompletableFuture<V1Secret> answer = new CompletableFuture<>();
                api.readNamespacedSecret(name, "it").executeAsync(new Completing<>(answer));
                yield text(Refusals.get(answer));
            }
            case CALL ->
                text(client.<V1Secret>execute(
                                api.readNamespacedSecret(name, "it").buildCall(null), V1Secret.class)
                        .getData());
            case GENERIC ->
                text(new GenericKubernetesApi<>(V1Secret.class, V1SecretList.class, "", "v1", "secrets", client)
                        .get("it", name)
                        .throwsApiException()
                        .getObject());
            case LAMBDA -> {
                final Callable<V1Secret> lambda =
                        () -> api.readNamespacedSecret(name, "it").execute();
                yield text(lambda.call());
            }
            case REFLECTION -> {
                final Object request = api.readNamespacedSecret(name, "it");
                try {
                    yield text(
                            (V1Secret) request.getClass().getMethod("execute").invoke(request));
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
            case METHOD_HANDLE ->
                text((V1Secret) MethodHandles.lookup()
                        .findVirtual(
                                CoreV1Api.APIreadNamespacedSecretRequest.class,
                                "execute",
                                MethodType.methodType(V1Secret.class))
                        .invoke(api.readNamespacedSecret(name, "it")));
        };
    }

    /** The text of the one secret there. */
    private String several(Several way, String namespace) throws Throwable {
        return switch (way) {
            case LIST -> text(api.listNamespacedSecret(namespace).execute());
            case ANY_NAMESPACE -> text(api.listSecretForAllNamespaces().execute());
            case LABEL ->
                text(api.listNamespacedSecret(namespace)
                        .labelSelector("it=it-label")
                        .execute());
            case ASYNC -> {
                final CompletableFuture<V1SecretList> answer = new CompletableFuture<>();
                api.listNamespacedSecret(namespace).executeAsync(new Completing<>(answer));
                yield text(Refusals.get(answer));
            }
            case WATCH -> {
                try (Watch<V1Secret> watch = Watch.createWatch(
                        client,
                        api.listNamespacedSecret(namespace).watch(true).buildCall(null),
                        new TypeToken<Watch.Response<V1Secret>>() {}.getType())) {
                    yield text(watch.next().object);
                }
            }
        };
    }

    private static String text(V1SecretList secrets) {
        return text(secrets.getItems().get(0));
    }

    private static String text(V1Secret secret) {
        return new String(secret.getData().get("password"), StandardCharsets.UTF_8);
    }
}
