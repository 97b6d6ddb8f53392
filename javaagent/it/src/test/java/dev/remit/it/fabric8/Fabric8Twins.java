package dev.remit.it.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.KubernetesStub;
import dev.remit.it.Recorded;
import dev.remit.it.SecretUse;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Gettable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class Fabric8Twins {
    private final KubernetesStub stub = new KubernetesStub()
            .with("it/allowed", "the-allowed-f8-value")
            .with("it/denied", "the-denied-f8-value")
            .with("it-open/first", "the-first-value");
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(Config.empty())
                    .withMasterUrl(stub.endpoint())
                    .withNamespace("it")
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    private final Recorded recorded = new Recorded();

    private enum Way {
        DIRECT,
        DEFAULT_NAMESPACE,
        REQUIRE,
        ITEM,
        RESOURCE,
        GENERIC,
        LAMBDA,
        REFLECTION,
        METHOD_HANDLE
    }

    private enum Several {
        LIST,
        ANY_NAMESPACE,
        LABEL,
        GENERIC,
        RESOURCES,
        WATCH,
        INFORM
    }

    @AfterEach
    void close() {
        client.close();
        stub.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardAReadHoweverItIsMade(Way way) throws Throwable {
        assertThat(get(way, "allowed")).isEqualTo("the-allowed-f8-value");
        final Throwable refusal = catchThrowable(() -> get(way, "denied"));

        assertThat(refusal)
                .isExactlyInstanceOf(
                        way == Way.REQUIRE ? ResourceNotFoundException.class : KubernetesClientException.class)
                .hasMessageContaining("Remit refused this call: action=FetchSecret; resource=Secret/k8s/it/denied;")
                .hasMessageContaining("policy=denied-kubernetes-secret; reason=the payment key is not for agents;"
                        + " instead=ask a person to pay;");
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
    @EnumSource(Way.class)
    void shouldRedactTheValueInBothForms(Way way) throws Throwable {
        final String password = "fabric8-password-for-" + way;
        stub.with("it/allowed", password);

        SecretUse.of(get(way, "allowed"));
        SecretUse.of(Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8)));
        SecretUse.of("it-label");

        final String label = SecretUse.arguments("«secret:k8s/it/allowed»");
        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(label, label, SecretUse.arguments("it-label"));
    }

    @Test
    void shouldRecordTheRequestAsAChildOfTheRead() throws Exception {
        AgentWork.inSession(
                "s-k8s",
                () -> client.secrets().inNamespace("it").withName("allowed").get());
        AgentWork.inSession(
                "s-k8s", () -> client.secrets().inNamespace("it-open").list());

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d -> d.path("category").asText())
                .containsExactly("tool", "secret", "http", "tool", "secret", "http");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-k8s"));
        for (int i : new int[] {1, 2, 4, 5}) {
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

        assertThat(refusal).hasStackTraceContaining("KubernetesClientException: Remit refused this call");
        assertThat(refused).isZero();
        assertThat(recorded.decisions("secret").get(0).path("resource").asText())
                .isEqualTo(way == Several.ANY_NAMESPACE ? "Remit::Secret::\"k8s/*/*\"" : "Remit::Secret::\"k8s/it/*\"");
        assertThat(recorded.decisions("secret"))
                .allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        assertThat(recorded.decisions("secret").stream()
                        .filter(d -> d.path("verdict").asText().equals("allow")))
                .allSatisfy(d -> assertThat(d.path("resource").asText()).isEqualTo("Remit::Secret::\"k8s/it-open/*\""))
                .hasSize(way == Several.ANY_NAMESPACE ? 0 : way == Several.INFORM ? 2 : 1);
    }

    @ParameterizedTest
    @EnumSource(value = Several.class, mode = EnumSource.Mode.EXCLUDE, names = "ANY_NAMESPACE")
    void shouldRedactEachOfSeveral(Several way) throws Throwable {
        stub.with("it-open/first", "fabric8-first-password-for-" + way);

        SecretUse.of(several(way, "it-open"));

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(SecretUse.arguments("«secret:k8s/it-open/first»"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown-to-the-policy", "allowed/../denied", "ALLOWED"})
    void shouldRefuseEveryOtherName(String name) {
        assertThat(catchThrowable(
                        () -> client.secrets().inNamespace("it").withName(name).get()))
                .isExactlyInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("Remit refused this call");
        assertThat(stub.requests()).isZero();
    }

    @Test
    void shouldDecideWhatIsWatchedByItsNameAsThatOne() throws Exception {
        final CompletableFuture<String> seen = new CompletableFuture<>();
        try (Watch watch =
                client.secrets().inNamespace("it").withName("allowed").watch(watcher(seen))) {
            assertThat(watch).isNotNull();
            assertThat(seen.get(20, TimeUnit.SECONDS)).isNotNull();
        }

        assertThat(recorded.decisions("secret"))
                .extracting(d -> d.path("resource").asText())
                .containsExactly("Remit::Secret::\"k8s/it/allowed\"");
    }

    @Test
    void shouldGiveNothingForASecretThatIsMissing() {
        assertThat(client.secrets().inNamespace("it").withName("missing").get()).isNull();

        final JsonNode fetch = recorded.decisions("secret").get(0);
        assertThat(recorded.outcomes(fetch)).isEqualTo(1);
        assertThat(recorded.outcome(fetch).path("error").asText()).isEqualTo(KubernetesClientException.class.getName());
    }

    @Test
    void shouldNotTakeAnotherResourceForASecret() {
        assertThat(client.configMaps()
                        .inNamespace("it")
                        .withName("denied")
                        .get()
                        .getData())
                .containsEntry("password", "the-denied-f8-value");
        assertThat(client.configMaps().inNamespace("it").list().getItems()).hasSize(3);

        assertThat(recorded.decisions("secret")).isEmpty();
    }

    private String get(Way way, String name) throws Throwable {
        final Gettable<Secret> resource = client.secrets().inNamespace("it").withName(name);
        return switch (way) {
            case DIRECT -> text(resource.get());
            case DEFAULT_NAMESPACE -> text(client.secrets().withName(name).get());
            case REQUIRE ->
                text(client.secrets().inNamespace("it").withName(name).require());
            case ITEM -> text(client.resource(secret(name)).get());
            case RESOURCE ->
                text(client.resources(Secret.class)
                        .inNamespace("it")
                        .withName(name)
                        .get());
            case GENERIC ->
                text(client.genericKubernetesResources("v1", "Secret")
                        .inNamespace("it")
                        .withName(name)
                        .get());
            case LAMBDA -> {
                final Function<String, Secret> lambda =
                        n -> client.secrets().inNamespace("it").withName(n).get();
                yield text(lambda.apply(name));
            }
            case REFLECTION -> {
                try {
                    yield text((Secret) Gettable.class.getMethod("get").invoke(resource));
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
            case METHOD_HANDLE ->
                text((Secret) MethodHandles.lookup()
                        .findVirtual(Gettable.class, "get", MethodType.methodType(Object.class))
                        .invoke(resource));
        };
    }

    /** The text of the one secret there. */
    private String several(Several way, String namespace) throws Throwable {
        return switch (way) {
            case LIST ->
                text(client.secrets().inNamespace(namespace).list().getItems().get(0));
            case ANY_NAMESPACE ->
                text(client.secrets().inAnyNamespace().list().getItems().get(0));
            case LABEL ->
                text(client.secrets()
                        .inNamespace(namespace)
                        .withLabel("it", "it-label")
                        .list()
                        .getItems()
                        .get(0));
            case GENERIC ->
                text(client.genericKubernetesResources("v1", "Secret")
                        .inNamespace(namespace)
                        .list()
                        .getItems()
                        .get(0));
            case RESOURCES ->
                text(client.secrets()
                        .inNamespace(namespace)
                        .resources()
                        .findFirst()
                        .orElseThrow()
                        .item());
            case WATCH -> {
                final CompletableFuture<String> seen = new CompletableFuture<>();
                try (Watch watch = client.secrets().inNamespace(namespace).watch(watcher(seen))) {
                    assertThat(watch).isNotNull();
                    yield seen.get(20, TimeUnit.SECONDS);
                }
            }
            case INFORM -> {
                try (var informer = client.secrets().inNamespace(namespace).runnableInformer(0)) {
                    informer.start().toCompletableFuture().get(20, TimeUnit.SECONDS);
                    yield text(informer.getStore().list().get(0));
                }
            }
        };
    }

    private static Watcher<Secret> watcher(CompletableFuture<String> seen) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Secret secret) {
                seen.complete(text(secret));
            }

            @Override
            public void onClose(WatcherException thrown) {
                seen.completeExceptionally(thrown);
            }
        };
    }

    private static Secret secret(String name) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("it")
                .withName(name)
                .endMetadata()
                .build();
    }

    private static String text(Secret secret) {
        return text(secret.getData());
    }

    private static String text(GenericKubernetesResource secret) {
        return text((Map<?, ?>) secret.getAdditionalProperties().get("data"));
    }

    private static String text(Map<?, ?> data) {
        return new String(Base64.getDecoder().decode((String) data.get("password")), StandardCharsets.UTF_8);
    }
}
