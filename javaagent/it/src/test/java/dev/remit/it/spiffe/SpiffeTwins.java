package dev.remit.it.spiffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Recorded;
import dev.remit.it.SecretUse;
import dev.remit.it.start.WorkloadApi;
import io.spiffe.exception.JwtSvidException;
import io.spiffe.spiffeid.SpiffeId;
import io.spiffe.svid.jwtsvid.JwtSvid;
import io.spiffe.svid.jwtsvid.JwtSvidSource;
import io.spiffe.svid.x509svid.X509Svid;
import io.spiffe.workloadapi.CachedJwtSource;
import io.spiffe.workloadapi.DefaultJwtSource;
import io.spiffe.workloadapi.DefaultWorkloadApiClient;
import io.spiffe.workloadapi.DefaultX509Source;
import io.spiffe.workloadapi.JwtSource;
import io.spiffe.workloadapi.JwtSourceOptions;
import io.spiffe.workloadapi.Watcher;
import io.spiffe.workloadapi.WorkloadApiClient;
import io.spiffe.workloadapi.X509Context;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** JWT-SVIDs of the client and of both sources, and the keys of X.509-SVIDs. */
class SpiffeTwins {
    enum From {
        CLIENT,
        SOURCE,
        CACHED;

        JwtSvid one(String audience, String... others) throws JwtSvidException {
            return this == CLIENT ? client.fetchJwtSvid(audience, others) : source().fetchJwtSvid(audience, others);
        }

        JwtSvid oneOf(SpiffeId subject, String audience) throws JwtSvidException {
            return this == CLIENT ? client.fetchJwtSvid(subject, audience) : source().fetchJwtSvid(subject, audience);
        }

        List<JwtSvid> all(String audience) throws JwtSvidException {
            return this == CLIENT ? client.fetchJwtSvids(audience) : source().fetchJwtSvids(audience);
        }

        List<JwtSvid> allOf(SpiffeId subject, String audience) throws JwtSvidException {
            return this == CLIENT ? client.fetchJwtSvids(subject, audience) : source().fetchJwtSvids(subject, audience);
        }

        private JwtSource source() {
            return this == SOURCE ? source : cached;
        }
    }

    /** How a private key is come by. */
    enum Key {
        SOURCE,
        CONTEXT,
        WATCHED,
        PICKED,
        REFLECTION,
        METHOD_HANDLE
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path SOCKET = Path.of("/tmp/remit-it-workload-api.sock");

    private static WorkloadApi api;
    private static WorkloadApiClient client;
    private static JwtSource source;
    private static JwtSource cached;

    private Recorded recorded;

    @BeforeAll
    static void start() throws Exception {
        Files.deleteIfExists(SOCKET);
        api = new WorkloadApi(SOCKET, "it.example", 600, "/allowed=allowed", "/denied=denied");
        client = DefaultWorkloadApiClient.newClient(
                options(DefaultWorkloadApiClient.ClientOptions.class, Map.of("spiffeSocketPath", api.address())));
        final JwtSourceOptions options =
                options(JwtSourceOptions.class, Map.of("spiffeSocketPath", api.address(), "initTimeout", PATIENCE));
        source = DefaultJwtSource.newSource(options);
        cached = CachedJwtSource.newSource(options);
    }

    /** The builders' types are called otherwise in older versions, their methods are not. */
    private static <T> T options(Class<T> type, Map<String, Object> values) throws ReflectiveOperationException {
        final Object builder = type.getMethod("builder").invoke(null);
        for (Method method : builder.getClass().getMethods()) {
            if (values.containsKey(method.getName())) {
                method.invoke(builder, values.get(method.getName()));
            }
        }
        return type.cast(builder.getClass().getMethod("build").invoke(builder));
    }

    @AfterAll
    static void stop() throws Exception {
        cached.close();
        source.close();
        client.close();
        api.close();
    }

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(d -> d.path(field).asText()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void shouldGuardEveryWayToAToken(From from) throws Exception {
        final SpiffeId subject = SpiffeId.parse("spiffe://it.example/allowed");

        final JwtSvid one = from.one("it-allowed");
        assertThat(one.getAudience()).containsExactly("it-allowed");
        assertThat(from.oneOf(subject, "it-allowed").getSpiffeId()).isEqualTo(subject);
        assertThat(from.all("it-allowed")).isNotEmpty();
        assertThat(from.allOf(subject, "it-allowed")).hasSize(1);
        assertThatThrownBy(() -> from.one("it-denied"))
                .isInstanceOf(JwtSvidException.class)
                .hasMessageContaining("Remit refused this call: ")
                .hasMessageContaining("resource=Secret/spiffe/it-denied")
                .hasMessageContaining("instead=use it-allowed");
        assertThatThrownBy(() -> from.oneOf(subject, "it-denied")).isInstanceOf(JwtSvidException.class);
        assertThatThrownBy(() -> from.all("it-denied")).isInstanceOf(JwtSvidException.class);
        assertThatThrownBy(() -> from.allOf(subject, "it-other")).hasMessageContaining("spiffe/it-other");

        // A source is one fetch with its client, and one from its cache is one, too.
        final List<JsonNode> secrets = recorded.decisions("secret");
        assertThat(texts(secrets, "verdict"))
                .containsExactly("allow", "allow", "allow", "allow", "deny", "deny", "deny", "deny");
        assertThat(secrets)
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("ok", "ok", "ok", "ok", "refused", "refused", "refused", "refused");
        assertThat(secrets).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        // What watches the bundles goes on meanwhile.
        final List<JsonNode> asked = recorded.decisions("http").stream()
                .filter(d -> d.path("arguments").asText().endsWith("/FetchJWTSVID"))
                .toList();
        assertThat(asked)
                .allSatisfy(http -> assertThat(texts(secrets, "call"))
                        .contains(http.path("parent").asText()));
        if (from != From.CACHED) {
            assertThat(asked).hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldDecideEachAudience(From from) throws Exception {
        assertThat(from.one("it-allowed", "it-allowed-too", "it-allowed").getAudience())
                .containsExactlyInAnyOrder("it-allowed", "it-allowed-too");
        assertThatThrownBy(() -> from.one("it-allowed", "it-denied"))
                .isInstanceOf(JwtSvidException.class)
                .hasMessageContaining("spiffe/it-denied");

        assertThat(recorded.decisions("secret"))
                .extracting(d -> d.path("resource").asText() + " "
                        + recorded.outcome(d).path("outcome").asText())
                .containsExactly(
                        "Remit::Secret::\"spiffe/it-allowed\" ok",
                        "Remit::Secret::\"spiffe/it-allowed-too\" ok",
                        "Remit::Secret::\"spiffe/it-allowed\" refused",
                        "Remit::Secret::\"spiffe/it-denied\" refused");
    }

    @Test
    void shouldGuardAFetchByReflectionAndByAMethodHandle() throws Throwable {
        final Object reflected = JwtSvidSource.class
                .getMethod("fetchJwtSvid", String.class, String[].class)
                .invoke(source, "it-allowed", new String[0]);
        assertThat(((JwtSvid) reflected).getToken()).isNotEmpty();
        assertThatThrownBy(() -> JwtSvidSource.class
                        .getMethod("fetchJwtSvid", String.class, String[].class)
                        .invoke(source, "it-denied", new String[0]))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(JwtSvidException.class);
        final var handle = MethodHandles.lookup()
                .findVirtual(
                        WorkloadApiClient.class,
                        "fetchJwtSvid",
                        MethodType.methodType(JwtSvid.class, String.class, String[].class));
        assertThat(((JwtSvid) handle.invoke(client, "it-allowed", new String[0])).getToken())
                .isNotEmpty();
        assertThatThrownBy(() -> handle.invoke(client, "it-denied", new String[0]))
                .isInstanceOf(JwtSvidException.class);

        assertThat(texts(recorded.decisions("secret"), "verdict")).containsExactly("allow", "deny", "allow", "deny");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotRecordATokenInWhatAToolIsGiven(From from) throws Exception {
        final String token = from.one("it-allowed").getToken();
        SecretUse.of(token);
        SecretUse.of(from.all("it-allowed").get(0).getToken());

        assertThat(recorded.decisions("tool"))
                .hasSize(2)
                .allSatisfy(d -> assertThat(d.path("arguments").asText())
                        .doesNotContain(token.substring(0, 40))
                        .contains("spiffe/it-allowed"));
    }

    @Test
    void shouldFetchInTheCourseOfAnAgentsWork() throws Exception {
        AgentWork.inSession("s-svid", () -> source.fetchJwtSvid("it-allowed"));

        final List<JsonNode> decided = recorded.decisions().stream()
                .filter(d -> d.path("session").asText().equals("s-svid"))
                .toList();
        assertThat(texts(decided, "category")).containsExactly("tool", "secret", "http");
        for (int i = 1; i < 3; i++) {
            assertThat(decided.get(i).path("parent").asLong())
                    .isEqualTo(decided.get(i - 1).path("call").asLong());
        }
    }

    @Test
    void shouldRecordAFetchThatFails() {
        assertThatThrownBy(() -> client.fetchJwtSvid(SpiffeId.parse("spiffe://it.example/nobody"), "it-allowed"))
                .isInstanceOf(JwtSvidException.class)
                .hasMessageNotContaining("Remit");

        final List<JsonNode> secrets = recorded.decisions("secret");
        assertThat(secrets).hasSize(1);
        assertThat(recorded.outcome(secrets.get(0)).path("outcome").asText()).isEqualTo("error");
    }

    private static X509Svid svid(List<X509Svid> svids, String path) {
        return svids.stream()
                .filter(svid -> svid.getSpiffeId().getPath().equals("/" + path))
                .findFirst()
                .orElseThrow();
    }

    private static DefaultX509Source x509(CompletableFuture<List<X509Svid>> picked, String path) throws Exception {
        final Function<List<X509Svid>, X509Svid> picker = svids -> {
            picked.complete(svids);
            return svid(svids, path);
        };
        return DefaultX509Source.newSource(options(
                DefaultX509Source.X509SourceOptions.class,
                Map.of("spiffeSocketPath", api.address(), "initTimeout", PATIENCE, "svidPicker", picker)));
    }

    private static Object key(Key way, String path) throws Throwable {
        switch (way) {
            case SOURCE:
                try (DefaultX509Source x509 = x509(new CompletableFuture<>(), path)) {
                    return x509.getX509Svid().getPrivateKey();
                }
            case PICKED:
                final CompletableFuture<List<X509Svid>> picked = new CompletableFuture<>();
                try (DefaultX509Source x509 = x509(picked, path)) {
                    assertThat(x509).isNotNull();
                    return svid(picked.get(20, TimeUnit.SECONDS), path).getPrivateKey();
                }
            case WATCHED:
                final CompletableFuture<X509Context> watched = new CompletableFuture<>();
                client.watchX509Context(new Watcher<>() {
                    @Override
                    public void onUpdate(X509Context update) {
                        watched.complete(update);
                    }

                    @Override
                    public void onError(Throwable t) {
                        watched.completeExceptionally(t);
                    }
                });
                return svid(watched.get(20, TimeUnit.SECONDS).getX509Svids(), path)
                        .getPrivateKey();
            case REFLECTION:
                return X509Svid.class
                        .getMethod("getPrivateKey")
                        .invoke(svid(client.fetchX509Context().getX509Svids(), path));
            case METHOD_HANDLE:
                return MethodHandles.lookup()
                        .findVirtual(
                                X509Svid.class, "getPrivateKey", MethodType.methodType(java.security.PrivateKey.class))
                        .invoke(svid(client.fetchX509Context().getX509Svids(), path));
            default:
                return svid(client.fetchX509Context().getX509Svids(), path).getPrivateKey();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGuardTheKeyOfAnX509SvidHoweverItCame(Key way) throws Throwable {
        assertThat(key(way, "allowed")).isInstanceOf(java.security.PrivateKey.class);
        assertThatThrownBy(() -> key(way, "denied"))
                .satisfies(thrown -> assertThat(way == Key.REFLECTION ? thrown.getCause() : thrown)
                        .isInstanceOf(SecurityException.class)
                        .hasMessageContaining("resource=Secret/spiffe/spiffe://it.example/denied"));

        final List<JsonNode> secrets = recorded.decisions("secret");
        assertThat(secrets)
                .extracting(d -> d.path("verdict").asText() + " "
                        + recorded.outcome(d).path("outcome").asText())
                .containsExactly("allow ok", "deny refused");
    }
}
