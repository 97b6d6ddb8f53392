package dev.remit.it.bypass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.ref.Cleaner;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code of the application that goes another way than a call on a thread of its own: what is not permitted is refused all the same. */
class BypassTwins {
    private static final String REFUSED = "Remit refused this call";

    private LocalServer server;
    private Recorded recorded;

    @BeforeEach
    void begin() {
        server = new LocalServer();
        recorded = new Recorded();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private static void connect(String host, int port) throws IOException {
        new Socket(host, port).close();
    }

    private Throwable thrownBy(Connecting how) {
        return catchThrowable(() -> how.connect("127.0.0.1", server.port()));
    }

    interface Connecting {
        void connect(String host, int port) throws Throwable;
    }

    private void assertTwins(Connecting how) throws Throwable {
        how.connect("localhost", server.port());
        Throwable refusal = thrownBy(how);
        while (refusal != null
                && refusal.getCause() != null
                && !String.valueOf(refusal.getMessage()).contains(REFUSED)) {
            refusal = refusal.getCause();
        }
        assertThat(refusal).isNotNull().hasMessageContaining(REFUSED);
        assertThat(recorded.decisions())
                .extracting(decision -> decision.path("verdict").asText())
                .containsExactly("allow", "deny");
    }

    @Test
    void shouldGuardAThreadWithoutContext() throws Throwable {
        assertTwins((host, port) -> {
            final CompletableFuture<Void> done = new CompletableFuture<>();
            new Thread(null, () -> run(done, host, port), "without-context", 0, false).start();
            done.get(20, TimeUnit.SECONDS);
        });
    }

    @Test
    void shouldGuardACleaner() throws Throwable {
        final Cleaner cleaner = Cleaner.create();
        assertTwins((host, port) -> {
            final CompletableFuture<Void> done = new CompletableFuture<>();
            cleaner.register(new Object(), () -> run(done, host, port));
            for (int i = 0; i < 200 && !done.isDone(); i++) {
                System.gc();
                Thread.sleep(20);
            }
            done.get(1, TimeUnit.SECONDS);
        });
    }

    private static void run(CompletableFuture<Void> done, String host, int port) {
        try {
            connect(host, port);
            done.complete(null);
        } catch (Throwable t) {
            done.completeExceptionally(t);
        }
    }

    /** Runs code of the application's where a stream of bytes says so. */
    static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String host;
        private final int port;

        Gadget(String host, int port) {
            this.host = host;
            this.port = port;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            BypassTwins.connect(host, port);
        }
    }

    @Test
    void shouldGuardWhatDeserializationRuns() throws Throwable {
        assertTwins((host, port) -> {
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(new Gadget(host, port));
            }
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        });
    }

    @Test
    void shouldDecideAndRecordOnAThreadThatIsInterrupted() throws Throwable {
        assertTwins((host, port) -> {
            Thread.currentThread().interrupt();
            try {
                connect(host, port);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        });
        for (JsonNode decision : recorded.decisions()) {
            assertThat(recorded.outcomes(decision)).isEqualTo(1);
        }
    }

    /** A class path of its own, which shares no class of the library with the application's. */
    @Test
    void shouldGuardALibraryThatAnotherLoaderBrings() throws Throwable {
        final URL[] jars = Stream.of(Fetch.class, OkHttpClient.class, ByteString.class, Unit.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            final Class<?> own = loader.loadClass(Fetch.class.getName());
            assertThat(own).isNotSameAs(Fetch.class);
            assertTwins((host, port) -> {
                try {
                    own.getMethod("get", String.class).invoke(null, "http://" + host + ":" + port + "/");
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
        }
        assertThat(recorded.decisions())
                .extracting(decision -> decision.path("category").asText())
                .containsExactly("http", "http");
    }

    /** In a loader of its own. */
    public static final class Fetch {
        private Fetch() {}

        /** Sends a request. */
        public static void get(String url) throws IOException {
            try (Response response = new OkHttpClient()
                    .newCall(new Request.Builder().url(url).build())
                    .execute()) {
                response.body().bytes();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.lang.RemitGate", "java.lang.RemitEngine"})
    void shouldKeepItsGateShut(String name) throws Exception {
        final Class<?> gate = Class.forName(name);

        assertThatThrownBy(() -> MethodHandles.privateLookupIn(gate, MethodHandles.lookup()))
                .isInstanceOf(IllegalAccessException.class);
        assertThat(Arrays.stream(gate.getDeclaredFields()).filter(field -> field.trySetAccessible()))
                .isEmpty();
        assertThatThrownBy(() -> gate.getDeclaredConstructors()[0].setAccessible(true))
                .isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sun.nio.ch.Net", "sun.nio.ch.NioSocketImpl", "java.lang.ProcessImpl"})
    void shouldLeaveWhatIsBelowTheHooksToTheJdk(String name) throws Exception {
        final Class<?> below = Class.forName(name);
        assertThat(Arrays.stream(below.getDeclaredMethods()).filter(method -> method.trySetAccessible()))
                .isEmpty();
    }

    /** What an agent serves itself it reaches like any other host. */
    @Test
    void shouldGuardAServerOfTheApplicationsOwn() throws Throwable {
        assertTwins((host, port) -> HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString()));
    }

    /** The system's proxy settings send a request elsewhere: where it goes in the end is decided. */
    @Test
    void shouldDecideTheHostBehindAProxy() throws Exception {
        final java.net.Proxy proxy = new java.net.Proxy(
                java.net.Proxy.Type.HTTP, InetSocketAddress.createUnresolved("localhost", server.port()));
        final URL denied = new URL("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":1/");
        assertThatThrownBy(() -> {
                    try (InputStream in = denied.openConnection(proxy).getInputStream()) {
                        in.readAllBytes();
                    }
                })
                .hasMessageContaining(REFUSED);
        assertThat(server.requests()).isZero();
    }
}
